import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { testContingencyTables } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, expectTail, ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTableFromCounts } from '../../tables/joint-table-from.ts';
import { gHomogeneity } from './g-test.ts';

const counts = (record: Record<string, number>): Map<string, number> => new Map(Object.entries(record));

describe('gHomogeneity', () => {
  testContingencyTables((table, expected, where) => {
    const g = ok(gHomogeneity(table, { pool: false }));
    expectScipy(g.statistic, expected.g_homogeneity.statistic, where);
    expectTail(g.p, expected.g_homogeneity.p, where);
  });

  test('equals chi2_contingency with the log-likelihood statistic', () => {
    const result = ok(gHomogeneity(fourCategories));
    expectScipy(result.statistic, 15.337716664367434);
    expectScipy(result.p, 0.001549650442007236);
  });

  test('takes sizes that differ, where Evidently fails', () => {
    const table = categoricalTableFromCounts(counts({ a: 50, b: 50 }), counts({ a: 500, b: 500 }));
    expect(ok(gHomogeneity(table)).p).toBe(1);
  });
});
