import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '../../src/ingest/engines/spark/session.ts';
import type { SparkLog } from '../../src/ingest/engines/spark/spark-log.ts';
import type { SparkSession } from '../../src/ingest/engines/spark/spark-session.ts';
import { parseSparkUrl } from '../../src/ingest/engines/spark/spark-url.ts';
import { openSparkStore, type SparkStoreOptions } from '../../src/ingest/engines/spark/store.ts';
import type { Store } from '../../src/ingest/store.ts';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { NO_REFERENCE, NOW, prediction, request, WEEK } from '../support/log-files.ts';
import { sparkUrl } from '../support/spark/server.ts';

const url = sparkUrl();
const ABSENT = { present: false, location: 'none' } as const;

function engineTests(server: string): void {
  let directory = '';
  const stores: Store[] = [];
  const file = (name: string) => path.join(directory, name);
  const lines = (...list: string[]) => `${list.join('\n')}\n`;
  const open = async (predictions: SparkLog, options: Partial<SparkStoreOptions> = {}) => {
    const store = await openSparkStore({
      url: server,
      predictions,
      requests: ABSENT,
      reference: NO_REFERENCE,
      now: NOW,
      ...options,
    });
    stores.push(store);
    return store;
  };
  const log = async (name: string, content: string | Buffer): Promise<SparkLog> => {
    await writeFile(file(name), content);
    return { present: true, location: name, files: [file(name)] };
  };
  const codes = async (store: Store) =>
    Object.fromEntries((await store.quality('predictions')).reasons.map(({ code, count }) => [code, count]));

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'spark-test-'));
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await rm(directory, { recursive: true });
  });

  test('keeps kinds, cases, NaN and infinities apart as DuckDB does', async () => {
    const input = (text: string) => prediction().replace(/"input":\{[^}]*\}/, `"input":${text}`);
    const store = await open(
      await log(
        'values.jsonl',
        lines(
          input('{"x":NaN,"A":1}'),
          input('{"x":1e999,"a":2}'),
          input('{"x":-Infinity}'),
          input('{"x":1.5}'),
          input('{"x":"2","l":[1.0,  2, {"z":1,"a":1e5}]}'),
          prediction({ score: 'NaN' }),
          prediction().replace('0.73', 'NaN'),
          `${prediction()} trailing`,
          `${prediction()}${prediction()}`,
          `\uFEFF${prediction({ timestamp: '2026-02-20T13:00:00.25+01:00' })}`,
          prediction({ input: { x: '\ud800' } }),
        ),
      ),
    );
    expect(await codes(store)).toEqual({ 'broken-json': 2, 'invalid-text': 1, 'score-not-a-number': 2 });
    const { table, ...beside } = await store.numericTable('x', WEEK);
    expect([...table.values]).toEqual([1.5]);
    expect(beside).toMatchObject({ missingProduction: 2, mismatchedProduction: 3 });
    const features = new Map((await store.features(WEEK)).map((f) => [f.name, f.production]));
    expect(features.get('x')).toMatchObject({ numbers: 3, strings: 1, missing: 2 });
    expect([...features.keys()]).toEqual(expect.arrayContaining(['A', 'a']));
    const lists = await store.categoricalTable('l', WEEK);
    expect(lists.table.categories).toEqual(['[1.0,2,{"z":1,"a":100000.0}]']);
    const [newest] = await store.newestPredictions(WEEK, 1);
    expect(newest?.time).toBe(Date.parse('2026-02-20T12:00:00.250Z'));
  });

  test('reads packed logs, odd names and rotated files, with true line numbers', async () => {
    await writeFile(file('a.jsonl.gz'), gzipSync(lines(prediction(), 'broken', prediction())));
    await writeFile(file('odd [1] {x}.jsonl'), lines('', prediction(), '   ', '{"cut": '));
    await writeFile(file('z.jsonl'), lines(prediction()));
    const files = ['a.jsonl.gz', 'odd [1] {x}.jsonl', 'z.jsonl'].map(file);
    const quality = await (await open({ present: true, location: 'logs', files })).quality('predictions');
    expect(quality).toMatchObject({ rows: 6, rejected: 2 });
    expect(quality.reasons[0]?.samples.map(({ file: name, line }) => `${name}:${line}`)).toEqual([
      'a.jsonl.gz:2',
      'odd [1] {x}.jsonl:4',
    ]);
  });

  test('reads tables, Parquet and paths of the cluster', async () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      prediction({ score: i / 20, input: { q: i / 4, size: `s${i % 3}` } }),
    );
    await log('rows.jsonl', lines(...rows));
    const session = await openSession(parseSparkUrl(server));
    await session.run('create schema if not exists leads');
    await session.run('drop table if exists leads.predictions');
    await session.run(`create table leads.predictions using parquet as
      select cast(timestamp as timestamp) as timestamp, input, float(score) as score, label, decimal(0.008) as inference_ms
      from json.\`${file('rows.jsonl')}\``);
    const expected = [
      ...(
        await (
          await open({ present: true, location: 'x', uri: `file:${file('rows.jsonl')}` })
        ).numericTable('q', WEEK)
      ).table.values,
    ];
    expect(expected).toHaveLength(20);
    const table = await open({
      present: true,
      location: 'leads.predictions',
      table: ['leads', 'predictions'],
    });
    expect(await table.quality('predictions')).toMatchObject({ rows: 20, rejected: 0 });
    expect([...(await table.numericTable('q', WEEK)).table.values]).toEqual(expected);
    expect((await table.categoricalTable('size', WEEK)).table.categories).toEqual(['s0', 's1', 's2']);
    await table.close();
    const input = '{"q":0.25,"size":"a, b"}'.replaceAll('"', '""');
    const csv = lines('timestamp,input,score,label', `2026-02-20T12:00:00,"${input}",0.7,engaged`);
    const packed = await open(await log('p.csv', csv));
    expect(await packed.quality('predictions')).toMatchObject({ rows: 1, rejected: 0 });
    expect((await packed.categoricalTable('size', WEEK)).table.categories).toEqual(['a, b']);
    await session.run('drop table leads.predictions');
    await session.close();
  });

  test('sends a sketch where there are too many values, and how far off it can be', async () => {
    const random = seededRandom(7);
    const values = Array.from({ length: 3_000 }, () => Math.exp(3 * random.normal()));
    values.push(...new Array<number>(500).fill(2));
    const source = await log(
      'many.jsonl',
      lines(...values.map((x) => prediction({ score: Math.abs(Math.sin(x)), input: { x } }))),
    );
    const exact = (await (await open(source)).numericTable('x', WEEK)).table;
    const store = await open(source, { exactValues: 100, sketchCells: 200 });
    const { table, sketchError = 1 } = await store.numericTable('x', WEEK);
    expect(table.values.length).toBeLessThan(450);
    expect(sketchError).toBeGreaterThan(0);
    expect(sketchError).toBeLessThanOrEqual(2 / 200);
    const off = exact.values.map((x, i) => Math.abs(share(exact, i) - shareUpTo(table, x)));
    expect(Math.max(...off)).toBeLessThanOrEqual(sketchError + 1e-12);
    expect(Math.max(...off)).toBeGreaterThan(0);
    const scores = await store.scoreTable({ kind: 'values', values: [0.5] }, WEEK);
    expect(scores.values.length).toBeLessThan(450);
    expect(scores.production.reduce((a, b) => a + b)).toBe(values.length);
    const categories = (await store.categoricalTable('x', WEEK)).table;
    expect(categories.production.reduce((a, b) => a + b)).toBe(values.length);
    expect(categories.categories).toHaveLength(101);
  });

  test('sweeps a fixed sample of too many events, and says so', async () => {
    const rows = Array.from({ length: 2_000 }, (_, i) =>
      prediction({
        timestamp: new Date(NOW - 86_400_000 + i * 30_000).toISOString(),
        inference_ms: 40 + (i % 40),
      }),
    );
    const rule = {
      kind: 'inference-p95',
      threshold: 50,
      windowMs: 36_000_000,
      minimumEvents: 20,
      maximumMs: 86_400_000,
    } as const;
    const source = await log('events.jsonl', lines(...rows));
    const all = await (await open(source)).episodes(rule, WEEK);
    const some = await (await open(source, { maxSweptEvents: 500 })).episodes(rule, WEEK);
    expect(all.sampled).toBeUndefined();
    expect(some).toMatchObject({ events: 2_000, sampled: 4 });
    expect(some.episodes).toHaveLength(all.episodes.length);
    expect(Math.abs((some.newest?.value ?? 0) - (all.newest?.value ?? 0))).toBeLessThan(3);
  });

  test('names what is not there', async () => {
    const missing = {
      present: true,
      location: 'file:/nowhere/p.jsonl',
      uri: 'file:/nowhere/p.jsonl',
    } as const;
    await expect(open(missing)).rejects.toMatchObject({ code: 'log-not-found', exitCode: 2 });
    const table = { present: true, location: 'leads.nothing', table: ['leads', 'nothing'] } as const;
    await expect(open(table)).rejects.toMatchObject({ code: 'table-not-found', exitCode: 2 });
  });

  const ENDLESS = 'select count(*) from range(0, 1000000000000000, 1, 2) where id % 7 = id % 11';

  test('gives a query up when its time is over', async () => {
    const session = await openSession(parseSparkUrl(`${server}&timeout=3`));
    await expect(session.run(ENDLESS)).rejects.toMatchObject({ code: 'spark-timeout', exitCode: 3 });
    await session.close();
  });

  test('leaves nothing running on the server after a cancel', async () => {
    const stop = new AbortController();
    const session = await openSession(parseSparkUrl(server), stop.signal);
    const endless = session.run(ENDLESS);
    setTimeout(() => stop.abort(new Error('stopped by the user')), 1_000);
    await expect(endless).rejects.toThrow('stopped by the user');
    await session.close();
    // Both threads of the server were blocked by endless queries; they must be free again.
    const other: SparkSession = await openSession(parseSparkUrl(`${server}&timeout=60`));
    expect(
      await other.rows<{ n: number }>('select double(count(*)) from range(0, 1000, 1, 2)', ['n']),
    ).toEqual([{ n: 1_000 }]);
    await other.close();
  });

  test('frees the cache when a store is closed', async () => {
    const store = await open(await log('one.jsonl', lines(prediction())));
    await store.features(WEEK);
    await store.close();
    const again = await open(await log('one.jsonl', lines(prediction(), prediction())));
    expect(await again.count('predictions', WEEK)).toBe(2);
  });

  test('reads requests of a table with either spelling', async () => {
    const rows = lines(request(), request({ endpoint: undefined, path: '/health?x=1', method: 'get' }));
    const source = await log('requests.jsonl', rows);
    const store = await open(ABSENT, { requests: source });
    expect((await store.requestGroups(WEEK, 9)).map((g) => `${g.method} ${g.endpoint}`).sort()).toEqual([
      'GET /health',
      'POST /predict',
    ]);
    expect((await store.quality('requests')).notes.join()).toContain('(1 rows)');
  });
}

type Table = { readonly values: Float64Array; readonly production: Float64Array };

const share = (table: Table, last: number): number =>
  table.production.slice(0, last + 1).reduce((a, b) => a + b, 0) /
  table.production.reduce((a, b) => a + b, 0);

function shareUpTo(table: Table, x: number): number {
  const above = table.values.findIndex((value) => value > x);
  return share(table, above < 0 ? table.values.length - 1 : above - 1);
}

if (url === null) describe.skip('the Spark engine (skipped: run npm run test:spark)', () => undefined);
else describe('the Spark engine', () => engineTests(url));
