import { mkdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prediction, type TestLogs, testLogs, WEEK } from '../../../../tests/support/log-files.ts';
import { columnsPolicy } from '../../../settings/columns-policy.ts';

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

async function writeParquet(name: string, sql: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`copy (${sql}) to '${logs.file(name)}' (format parquet)`);
  connection.closeSync();
}

const FIELDS = `timestamp '2026-02-20 12:00:00.5' as timestamp, 0.7::float4::decimal(4, 2) as score,
  'engaged' as label, 1.5 as inference_ms, '0.3.0' as model_version`;

it.each([
  ['a struct', `select ${FIELDS}, {industry: 'Banking', quality: 7} as input`],
  ['a map', `select ${FIELDS}, map{'industry': '"Banking"'::json, 'quality': '7'::json} as input`],
  ['JSON text', `select ${FIELDS}, '{"industry": "Banking", "quality": 7}' as input`],
  ['columns', `select ${FIELDS}, 'Banking' as industry, 7 as quality`],
])('reads Parquet with its input as %s', async (_, sql) => {
  await writeParquet('p.parquet', `${sql} union all by name (${sql.replace("'engaged'", 'null')})`);
  const store = await logs.open(['p.parquet']);
  expect(await store.quality('predictions')).toMatchObject({
    rows: 2,
    rejected: 1,
    reasons: [{ code: 'missing-label', samples: [{ file: 'p.parquet', line: 2 }] }],
  });
  expect(await store.newestPredictions(WEEK, 1)).toEqual([
    {
      time: Date.parse('2026-02-20T12:00:00.5Z'),
      score: 0.7,
      label: 'engaged',
      inferenceMs: 1.5,
      modelVersion: '0.3.0',
    },
  ]);
  expect((await store.categoricalTable('industry', WEEK)).table.categories).toEqual(['Banking']);
  expect([...(await store.numericTable('quality', WEEK)).table.values]).toEqual([7]);
});

it('says that a file is not Parquet', async () => {
  await logs.write('p.parquet', 'PAR1 and then nothing');
  await expect(logs.open(['p.parquet'])).rejects.toMatchObject({ code: 'log-unreadable', exitCode: 3 });
});

const HEADER = 'timestamp,score,label,inference_ms,model_version';
const ROW = '2026-02-20T12:00:00,0.7,engaged,1.5,0.3';

it.each([
  ['JSON text', `${HEADER},input\n${ROW},"{""industry"": ""Banking"", ""quality"": 7}"\n`],
  ['columns of its own', `${HEADER},input.industry,input.quality,request_id\n${ROW},Banking,7,abc\n`],
  ['the other columns', `${HEADER},industry,quality\n${ROW},Banking,7\n`],
])('reads CSV with its input as %s', async (_, text) => {
  await logs.write('p.csv', text);
  const store = await logs.open(['p.csv']);
  expect(await store.quality('predictions')).toMatchObject({ rows: 1, rejected: 0 });
  expect(await store.newestPredictions(WEEK, 1)).toMatchObject([
    { score: 0.7, modelVersion: '0.3', inferenceMs: 1.5 },
  ]);
  expect((await store.features(WEEK)).map((feature) => feature.name)).toEqual(['industry', 'quality']);
  expect([...(await store.numericTable('quality', WEEK)).table.values]).toEqual([7]);
});

it('counts bad CSV rows with their lines', async () => {
  const text = `\uFEFF${HEADER},note\r\n${ROW},"two\r\nlines"\r\n${ROW}\r\n${ROW.replace('0.7', 'high')},x\r\n`;
  await logs.write('p.csv.gz', gzipSync(text));
  const store = await logs.open(['p.csv.gz']);
  expect(await store.quality('predictions')).toMatchObject({
    rows: 3,
    rejected: 2,
    reasons: [
      { code: 'ragged-row', samples: [{ line: 4 }] },
      { code: 'score-not-a-number', samples: [{ line: 5 }] },
    ],
  });
});

it('reads all kinds in one list, each file with its own lines', async () => {
  await logs.write('a.jsonl', `${prediction()}\nbroken\n`);
  await logs.write('b.csv', `${HEADER},quality\n${ROW.replace('0.7', '7')},1\n${ROW},1\n`);
  await writeParquet('c.parquet', `select ${FIELDS.replace('1.5', '-1.5')}, {quality: 1} as input`);
  await logs.write('d.jsonl', `\uFEFF\n${prediction({ score: 2 })}\n${prediction()}\n`);
  await logs.write('e.jsonl', `${prediction()}\n${prediction({ label: null })}\n`);
  const store = await logs.open(['e.jsonl', 'd.jsonl', 'c.parquet', 'b.csv', 'a.jsonl']);
  const quality = await store.quality('predictions');
  expect(quality).toMatchObject({ rows: 9, rejected: 5 });
  const found = quality.reasons.flatMap(({ code, samples }) =>
    samples.map((s) => `${s.file}:${s.line} ${code}`),
  );
  expect(found.sort()).toEqual([
    'a.jsonl:2 broken-json',
    'b.csv:2 score-out-of-range',
    'c.parquet:1 negative-latency',
    'd.jsonl:2 score-out-of-range',
    'e.jsonl:2 missing-label',
  ]);
});

it('recognises the columns of a Parquet file that has other names, and features at its top level', async () => {
  await writeParquet(
    'p.parquet',
    `select timestamp '2026-02-20 12:00:00.5' as created_at, 0.7 as predicted_score, 1.5 as inference_time_ms,
      'Banking' as industry, 7 as quality`,
  );
  const store = await logs.open(['p.parquet']);
  const quality = await store.quality('predictions');
  expect(quality).toMatchObject({ rows: 1, rejected: 0 });
  expect(quality.notes.join()).toContain('`created_at` was read as the time');
  expect((await store.newestPredictions(WEEK, 1))[0]).toMatchObject({
    score: 0.7,
    label: 'engaged',
    inferenceMs: 1.5,
  });
  expect((await store.features(WEEK)).map(({ name }) => name)).toEqual(['industry', 'quality']);
});

it.each([
  [
    'flattened names',
    'meta.at,payload.proba,payload.features.industry,payload.features.quality',
    '1771588800,0.7,Banking,7',
  ],
  [
    'JSON in a cell',
    'meta,payload',
    '"{""at"": 1771588800}","{""proba"": 0.7, ""features"": {""industry"": ""Banking"", ""quality"": 7}}"',
  ],
])('reads nested columns of the policy from CSV: %s', async (_, header, row) => {
  await logs.write('p.csv', `${header}\n${row}\n`);
  const store = await logs.open(['p.csv'], 'predictions', {
    columns: columnsPolicy.parse({
      predictions: {
        timestamp: 'meta.at',
        score: 'payload.proba',
        input: 'payload.features',
        model_version: { value: '2' },
      },
    }),
  });
  expect(await store.quality('predictions')).toMatchObject({ rows: 1, rejected: 0 });
  expect((await store.newestPredictions(WEEK, 1))[0]).toEqual({
    time: Date.parse('2026-02-20T12:00:00Z'),
    score: 0.7,
    label: 'engaged',
    inferenceMs: null,
    modelVersion: '2',
  });
  expect((await store.categoricalTable('industry', WEEK)).table.categories).toEqual(['Banking']);
  expect([...(await store.numericTable('quality', WEEK)).table.values]).toEqual([7]);
});

it('reads one log of JSON lines, CSV and Parquet with different names', async () => {
  await logs.write(
    'a.jsonl',
    `${JSON.stringify({ ts: 1771588800000, features: { quality: 7 }, proba: 0.25 })}\n`,
  );
  await logs.write('b.csv', `created_at,probability,quality\n2026-02-20T12:00:00Z,0.5,7\n`);
  await writeParquet(
    'c.parquet',
    `select timestamp '2026-02-20 12:00:00' as timestamp, 0.75 as score, 7 as quality`,
  );
  const store = await logs.open(['a.jsonl', 'b.csv', 'c.parquet']);
  expect(await store.quality('predictions')).toMatchObject({ rows: 3, rejected: 0 });
  expect((await store.quantiles('score', WEEK, [0, 0.5, 1])).values).toEqual([0.25, 0.5, 0.75]);
  const { table } = await store.numericTable('quality', WEEK);
  expect([[...table.values], [...table.production]]).toEqual([[7], [3]]);
});

it('reads a large log with other names by structs, and the same from the cache', async () => {
  const lines = Array.from({ length: 200 }, (_, i) =>
    JSON.stringify({
      created_at: 1771588800 - i,
      input_features: { quality: i % 5, industry: `i${i % 3}` },
      proba: i / 200,
    }),
  );
  await logs.write('p.jsonl', `${lines.join('\n')}\n`);
  const answers = async (options: Parameters<typeof logs.open>[2]) => {
    const store = await logs.open(['p.jsonl'], 'predictions', options);
    const { table } = await store.numericTable('quality', WEEK);
    const { categories, production } = (await store.categoricalTable('industry', WEEK)).table;
    return [
      (await store.quantiles('score', WEEK, [0.1, 0.9])).values,
      [...table.values],
      [...table.production],
      categories,
      [...production],
    ];
  };
  const whole = await answers({});
  expect(whole.slice(1)).toEqual([
    [0, 1, 2, 3, 4],
    [40, 40, 40, 40, 40],
    ['i0', 'i1', 'i2'],
    [67, 67, 66],
  ]);
  expect(await answers({ largeBytes: 1 })).toEqual(whole);
  const cacheDirectory = logs.file('cache');
  await mkdir(cacheDirectory);
  expect(await answers({ cacheDirectory })).toEqual(whole);
  expect(await answers({ cacheDirectory })).toEqual(whole);
});
