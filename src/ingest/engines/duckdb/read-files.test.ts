import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prediction, type TestLogs, testLogs, WEEK } from '../../../../tests/support/log-files.ts';
import { resolveLog } from '../../sources/log-files.ts';
import { readFiles } from './read-files.ts';

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

/** Beside each lies a directory that its name would match as a pattern, with other rows. */
const PLACES = [
  ['score=0.9', 'scores'],
  ['label=x/model_version=9/industry=Mining', 'scores'],
  ['timestamp=2020-01-01', 'scores'],
  ['file=1/bad=1/us=1', 'scores'],
  ['[1]', '1'],
  ['[!a]', 'b'],
  ['a*', 'ab'],
  ['**', 'a'],
  ['a?c', 'abc'],
  ['{a,b}', 'a'],
  ["it's [here] 100%20", "it's h 100%20"],
  ['back\\slash', 'backslash'],
] as const;
const NAMES = [
  'p.jsonl',
  'p.jsonl.gz',
  'p.csv',
  'p.parquet',
  'p[1].jsonl',
  'score=0.2.parquet',
  'p*.jsonl.gz',
];

async function writeLog(file: string, score: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const line = `${prediction({ score })}\n`;
  if (file.endsWith('.gz')) await writeFile(file, gzipSync(line));
  else if (file.endsWith('.csv')) {
    const row = `2026-02-20T12:00:00,${score},engaged,0.008,0.3.0,Banking,7`;
    await writeFile(file, `timestamp,score,label,inference_ms,model_version,industry,quality\n${row}\n`);
  } else if (file.endsWith('.parquet')) {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`copy (select timestamp '2026-02-20 12:00:00' as timestamp, ${score} as score,
      'engaged' as label, 0.008 as inference_ms, '0.3.0' as model_version, 'Banking' as industry, 7 as quality)
      to '${file.replaceAll("'", "''")}' (format parquet)`);
    connection.closeSync();
  } else await writeFile(file, line);
}

test.each(PLACES)('the directory %s is no data and no pattern', async (place, decoy) => {
  const names = NAMES.filter((name) => !place.includes('\\') || !/[*?[]/.test(name));
  for (const name of names) {
    await writeLog(logs.file(`${place}/${name}`), 0.75);
    await writeLog(logs.file(`${decoy}/${name.replaceAll(/[*[\]]/g, '')}`), 0.25);
  }
  for (const files of [...names.map((name) => [name]), names]) {
    const store = await logs.open(files.map((name) => `${place}/${name}`));
    expect(await store.quality('predictions'), files.join()).toMatchObject({
      rows: files.length,
      rejected: 0,
      notes: [],
    });
    const newest = await store.newestPredictions(WEEK, 100);
    expect(newest).toEqual(
      files.map(() => ({
        time: Date.parse('2026-02-20T12:00:00Z'),
        score: 0.75,
        label: 'engaged',
        inferenceMs: 0.008,
        modelVersion: '0.3.0',
      })),
    );
    expect((await store.features(WEEK)).map((feature) => feature.name)).toEqual(['industry', 'quality']);
    expect((await store.categoricalTable('industry', WEEK)).table.categories).toEqual(['Banking']);
    await store.close();
  }
});

test.each(['score=0.9', '[1]', 'a*b/label=x'])(
  'the cache in a directory %s gives what was read',
  async (place) => {
    await logs.write('p.jsonl', `${prediction({ score: 0.75 })}\n`);
    const options = { cacheDirectory: logs.file(`${place}/cache`) };
    for (const rows of [1, 2, 3]) {
      const store = await logs.open(['p.jsonl'], 'predictions', options);
      expect(await store.quality('predictions')).toMatchObject({ rows, rejected: 0 });
      expect((await store.newestPredictions(WEEK, 9)).map(({ score, label }) => [score, label])).toEqual(
        Array.from({ length: rows }, () => [0.75, 'engaged']),
      );
      await store.close();
      const segments = (await readdir(options.cacheDirectory)).filter((name) => name.endsWith('.parquet'));
      expect(segments).toHaveLength(rows);
      await writeFile(logs.file('p.jsonl'), `${prediction({ score: 0.75 })}\n`, { flag: 'a' });
    }
  },
);

test('a glob below a directory whose name looks like one', async () => {
  await writeLog(logs.file('[1]/p-1.jsonl'), 0.75);
  await writeLog(logs.file('1/p-1.jsonl'), 0.25);
  const setting = { variable: 'PREDICTIONS_LOG', value: '[1]/p-*.jsonl', fallback: '' };
  expect(await resolveLog(setting, logs.directory)).toMatchObject({ files: [logs.file('[1]/p-1.jsonl')] });
});

test('a path that cannot be told to the reader is refused by name', () => {
  expect(() => readFiles('read_parquet', ['/a\\b/[1].parquet'])).toThrowError(
    expect.objectContaining({ code: 'log-unreadable', exitCode: 3 }),
  );
});

test('no other place calls a reader of DuckDB', async () => {
  const source = fileURLToPath(new URL('../../..', import.meta.url));
  const files = (await readdir(source, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('/read-files.ts'),
  );
  const calling: string[] = [];
  for (const name of files) {
    if (/read_(?:json|csv|parquet|text|blob)\w*\(/.test(await readFile(path.join(source, name), 'utf8'))) {
      calling.push(name);
    }
  }
  expect(calling).toEqual([]);
  expect(files.length).toBeGreaterThan(200);
});
