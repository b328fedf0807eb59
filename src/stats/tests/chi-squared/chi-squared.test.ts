import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { testContingencyTables } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, expectTail, ok } from '../../../../tests/support/tolerance.ts';
import { cramersV } from '../../cramers-v.ts';
import { categoricalTable, categoricalTableFromCounts } from '../../tables/joint-table-from.ts';
import { chiSquaredHomogeneity } from './chi-squared.ts';

const counts = (record: Record<string, number>): Map<string, number> => new Map(Object.entries(record));

describe('chiSquaredHomogeneity', () => {
  testContingencyTables((table, expected, where) => {
    const chi = ok(chiSquaredHomogeneity(table, { pool: false }));
    expectScipy(chi.statistic, expected.chi2_homogeneity.statistic, where);
    expectTail(chi.p, expected.chi2_homogeneity.p, where);
  });

  test('equals scipy.stats.chi2_contingency without correction', () => {
    const result = ok(chiSquaredHomogeneity(fourCategories));
    expectScipy(result.statistic, 15.122990901907869);
    expectScipy(result.p, 0.0017145047082465842);
    expect(result.effect).toEqual(cramersV(fourCategories));
    expect(result.details).toMatchObject({ degreesOfFreedom: 3, pooledCategories: 0 });
  });

  test('does not change when the sides are exchanged', () => {
    const { reference, production } = fourCategories;
    const exchanged = { ...fourCategories, reference: production, production: reference };
    expectScipy(ok(chiSquaredHomogeneity(exchanged)).p, 0.0017145047082465842);
  });

  test('pools categories with an expected count below 5 on the smaller side, and names them', () => {
    // Sizes 40 and 160: an expected count of 5 needs a total of 25. x (12) and y (13) are pooled to exactly 25.
    const table = categoricalTableFromCounts(
      counts({ a: 20, b: 14, x: 2, y: 4 }),
      counts({ a: 70, b: 71, x: 10, y: 9 }),
    );
    const result = ok(chiSquaredHomogeneity(table));
    expect(result.details).toMatchObject({ degreesOfFreedom: 2, pooledCategories: 2, smallestExpected: 5 });
    expect(result.poolingNote).toBe('2 categories with an expected count below 5 pooled into one: x, y');
    expect(result.notes).toEqual([expect.stringContaining('all categories')]);
    // By hand: expected 18 and 72, 17 and 68, 5 and 20.
    expectScipy(result.statistic, 4 / 18 + 4 / 72 + 9 / 17 + 9 / 68 + 1 / 5 + 1 / 20);
    expect(ok(chiSquaredHomogeneity(table, { pool: false })).details?.['degreesOfFreedom']).toBe(3);
  });

  test('is twice the pooled p where that is far below what draws can tell', () => {
    const table = categoricalTableFromCounts(
      counts({ a: 200, b: 100, x: 2, y: 1 }),
      counts({ a: 100, b: 200, x: 1, y: 2 }),
    );
    const result = ok(chiSquaredHomogeneity(table));
    // scipy.stats.chi2_contingency([[203, 100], [103, 200]]), correction=False.
    expectScipy(result.p, 2 * 4.479422765600868e-16);
    expect(result.pMethod).toBe('asymptotic');
  });

  test("falls back to Fisher's exact p where pooling would leave one category", () => {
    const table = categoricalTableFromCounts(counts({ yes: 3, no: 2 }), counts({ yes: 1, no: 4 }));
    const result = ok(chiSquaredHomogeneity(table));
    // (C(5,3)·C(5,1) + C(5,2)·C(5,2)… ) over C(10,4): only the table 2–2 is more probable than this one.
    expectScipy(result.p, 1 - 100 / 210);
    expect(result.pMethod).toBe('exact');
  });

  test('draws tables where every category is rare', () => {
    const names = Array.from({ length: 12 }, (_, i) => `c${i}`);
    const result = ok(chiSquaredHomogeneity(categoricalTable(names, names)));
    expect(result.pMethod).toBe('monte-carlo');
    expect(result.p).toBeGreaterThan(0.5);
    expect(result.statistic).toBe(0);
  });

  test('says what it cannot judge', () => {
    expect(chiSquaredHomogeneity(categoricalTable([], ['a']))).toMatchObject({ status: 'not-enough-data' });
    expect(chiSquaredHomogeneity(categoricalTable(['a'], ['a']))).toEqual({
      status: 'not-applicable',
      reason: 'constant: every value on both sides is "a"',
    });
  });
});
