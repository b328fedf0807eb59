import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTable, categoricalTableFromCounts } from '../../tables/joint-table-from.ts';
import { fisherTest } from './fisher-test.ts';

const table = (reference: Record<string, number>, production: Record<string, number>) =>
  categoricalTableFromCounts(new Map(Object.entries(reference)), new Map(Object.entries(production)));

describe('fisherTest', () => {
  test('agrees in its Monte Carlo form with chi-squared on a large table', () => {
    const result = ok(fisherTest(fourCategories));
    expect(result.pMethod).toBe('monte-carlo');
    expect(Math.abs((result.p ?? 1) - 0.0017)).toBeLessThan(
      4 * (result.details?.['standardError'] ?? 0) + 0.0005,
    );
  });

  test('follows the law of Freeman and Halton on a small table, all 2 × 3 tables enumerated', () => {
    const result = ok(fisherTest(table({ a: 5, b: 1, c: 2 }, { a: 1, b: 4, c: 5 })));
    expect(Math.abs((result.p ?? 1) - 0.07936834407422641)).toBeLessThan(
      4 * (result.details?.['standardError'] ?? 0),
    );
    expectScipy(result.statistic, 4.240709912826709);
  });

  test('has the odds ratio and the exact p for two categories', () => {
    // scipy.stats.fisher_exact([[3, 17], [12, 9]]).
    const result = ok(fisherTest(table({ x: 3, y: 17 }, { x: 12, y: 9 })));
    expectScipy(result.statistic, 0.1323529411764706);
    expectScipy(result.p, 0.00884048268676175);
    expect(result.pMethod).toBe('exact');
  });

  test('has no number for infinite odds and says so', () => {
    expect(ok(fisherTest(table({ x: 3 }, { x: 2, y: 4 })))).toMatchObject({
      statistic: 0,
      details: { infiniteOdds: 1 },
    });
  });

  test('says what it cannot judge', () => {
    expect(fisherTest(categoricalTable([], ['a']))).toMatchObject({ status: 'not-enough-data' });
    expect(fisherTest(categoricalTable(['a'], ['a']))).toMatchObject({ status: 'not-applicable' });
  });
});
