import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckdbStore } from '../../src/ingest/engines/duckdb/store.ts';
import { openSparkStore } from '../../src/ingest/engines/spark/store.ts';
import { describeWithCases } from '../support/cases.ts';
import { outcomeReport, writeOutcomeWorld } from '../support/outcome-world.ts';
import { shadowLogOf } from '../support/shadow-log.ts';
import { differences, realDifferences } from '../support/spark/differences.ts';
import { engineReport } from '../support/spark/engine-report.ts';
import { sparkUrl } from '../support/spark/server.ts';

const url = sparkUrl();

describe('comparing reports', () => {
  test('finds a field that differs, at any depth', () => {
    const report = { a: [{ b: 1 }, { b: 'x' }], c: null };
    expect(differences(report, { a: [{ b: 1 + 1e-13 }, { b: 'x' }], c: null })).toEqual([]);
    expect(differences(report, { a: [{ b: 1 + 1e-11 }, { b: 'y' }], c: 0 })).toHaveLength(3);
    expect(differences(report, { a: [{ b: 1 }] })).toHaveLength(2);
  });
});

if (url === null) describe.skip('reports by Spark (skipped: run npm run test:spark)', () => undefined);
else {
  describe('with outcomes, segments, versions and shadow scores', () => {
    let directory = '';
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'spark-world-'));
    });
    afterAll(() => rm(directory, { recursive: true }));

    test('a report by Spark equals that of DuckDB field by field', async () => {
      const files = await writeOutcomeWorld(directory);
      const embedded = await outcomeReport(files, openDuckdbStore);
      const cluster = await outcomeReport(files, (options) => openSparkStore({ ...options, url }));
      const software = { ...cluster.software, engine: embedded.software.engine };
      expect(realDifferences(embedded, { ...cluster, software })).toEqual([]);
      expect(embedded.segments?.tested).toBeGreaterThan(5);
      expect(embedded.modelVersions?.map(({ design }) => design).sort()).toEqual(['paired', 'split']);
    }, 600_000);

    test('a log of shadow scores is read by the cluster, too', async () => {
      const read = (env: object) => shadowLogOf(directory, { STORE: 'duckdb', ...env });
      const embedded = await read({});
      expect(embedded?.scores.length).toBeGreaterThan(10);
      expect(await read({ STORE: 'spark', SPARK_URL: url })).toEqual(embedded);
    }, 300_000);
  });

  describeWithCases('reports by Spark', (path) => {
    test.each(['steady', 'new-vertical'])(
      'equal those of DuckDB field by field: %s',
      async (name) => {
        const inputs = {
          predictions: path(`${name}/predictions.jsonl`),
          requests: path(`${name}/api_requests.jsonl`),
          reference: path('reference/leads_raw.csv'),
        };
        const embedded = await engineReport({ ...inputs, sparkUrl: null });
        const cluster = await engineReport({ ...inputs, sparkUrl: url });
        expect(cluster.software.engine).toMatch(/^Spark 4\./);
        const software = { ...cluster.software, engine: embedded.software.engine };
        expect(differences(embedded, { ...cluster, software })).toEqual([]);
        expect(embedded.drift.features.length).toBe(18);
      },
      600_000,
    );
  });
}
