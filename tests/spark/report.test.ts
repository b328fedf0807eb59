import { describe, expect, test } from 'vitest';
import { describeWithCases } from '../support/cases.ts';
import { differences } from '../support/spark/differences.ts';
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
else
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
