import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_REFERENCE, NOW, WEEK } from '../../../../tests/support/log-files.ts';
import { differences } from '../../../../tests/support/spark/differences.ts';
import { seededRandom } from '../../../stats/distributions/random.ts';
import type { LogInput } from '../../sources/log-files.ts';
import type { Source, Store } from '../../store.ts';
import { openDuckdbStore } from '../duckdb/store.ts';
import { openMemoryStore } from './store.ts';

/** JSON texts of values, good and bad for any field; `undefined` leaves the field out. */
const VALUES = [
  undefined,
  'null',
  'true',
  '""',
  '"text"',
  '"é\\u0041 \\"quoted\\""',
  '0',
  '-0',
  '0.5',
  '1',
  '-1e-9',
  '1e999',
  '200',
  '404.5',
  '599',
  '600',
  '"0.5"',
  '[1]',
  '{}',
  '{"a":1,"b":"x"}',
  '"2026-02-19T10:00:00"',
  '"2026-02-19 10:00:00.123456+02:00"',
  '"2026-02-30T10:00:00"',
  '"1969-12-31T23:59:59"',
  '"2026-02-19"',
];

/** Per field, the value that makes a record good; it is taken more often than the others. */
const GOOD: Readonly<Record<Source, Readonly<Record<string, string>>>> = {
  predictions: {
    timestamp: '"2026-02-19T10:00:00Z"',
    input: '{"a":2,"c":true}',
    score: '0.25',
    label: '"engaged"',
    inference_ms: '3.5',
    model_version: '"1"',
  },
  requests: {
    timestamp: '"2026-02-19T10:00:00Z"',
    endpoint: '"/predict?lead=1"',
    path: '"/health"',
    method: '"post"',
    status_code: '200',
    response_ms: '3.5',
    response_time_ms: '4',
  },
};

function lines(source: Source, count: number): string {
  const random = seededRandom(source === 'predictions' ? 1 : 2);
  const record = (): string => {
    const fields = Object.entries(GOOD[source]).flatMap(([name, good]) => {
      const other = VALUES[random.below(VALUES.length)];
      // A version that is a number keeps its text in DuckDB; plain code sees only its value.
      const differs = name === 'model_version' && (other === '-0' || other === '1e999');
      const value = differs || random.uniform() < 0.75 ? good : other;
      return value === undefined ? [] : [`"${name}": ${value}`];
    });
    return `{${fields.join(', ')}}`;
  };
  return Array.from({ length: count }, () => `${record()}\n`).join('');
}

describe('the engines in memory and DuckDB agree on generated records', () => {
  const stores: Store[] = [];
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'agreement-'));
    const log = async (source: Source): Promise<LogInput> => {
      const file = path.join(directory, `${source}.jsonl`);
      await writeFile(file, lines(source, 3_000));
      return { present: true, location: source, files: [file] };
    };
    const [predictions, requests] = [await log('predictions'), await log('requests')];
    const options = { predictions, requests, reference: NO_REFERENCE, now: NOW };
    stores.push(await openMemoryStore(options), await openDuckdbStore(options));
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await rm(directory, { recursive: true });
  });
  const expectEqual = async (ask: (store: Store) => Promise<unknown>) => {
    const [memory, duckdb] = await Promise.all(stores.map(ask));
    // Quantiles may differ in the last digit.
    expect(differences(duckdb, memory)).toEqual([]);
    return duckdb;
  };

  test.each(['predictions', 'requests'] as const)('what is refused, why and where: %s', async (source) => {
    const quality = await expectEqual((store) => store.quality(source));
    // Every reason that a field can give was met, and good records were, too.
    const { reasons, rows, rejected } = quality as Awaited<ReturnType<Store['quality']>>;
    expect(reasons.length).toBeGreaterThanOrEqual(source === 'predictions' ? 11 : 8);
    expect(rows - rejected).toBeGreaterThan(300);
  });

  test('rows, groups and series', async () => {
    await expectEqual((store) => store.newestPredictions(WEEK, 5_000));
    await expectEqual((store) => store.requestGroups(WEEK, 1_000));
    await expectEqual((store) => store.requestGroups(WEEK, 3));
    await expectEqual((store) => store.versions(WEEK));
    await expectEqual((store) => store.labels(WEEK));
    await expectEqual((store) => store.predictionSeries(WEEK, 3_600_000));
    await expectEqual((store) => store.requestSeries(WEEK, 3_600_000));
  });

  test('features, and the rows that are sampled', async () => {
    await expectEqual((store) => store.features(WEEK));
    for (const feature of ['a', 'b', 'c']) {
      await expectEqual((store) => store.numericTable(feature, WEEK));
      await expectEqual((store) => store.categoricalTable(feature, WEEK));
      await expectEqual((store) => store.texts(feature, WEEK, 50));
    }
    await expectEqual((store) => store.sampleRows(['a', 'b', 'c'], WEEK, 100));
  });
});
