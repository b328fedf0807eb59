import { describe, expect, test } from 'vitest';
import { ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTable, categoricalTableFromCounts } from '../../tables/joint-table-from.ts';
import { totalVariation } from './total-variation.ts';

describe('totalVariation', () => {
  test('is half the sum of the differences of the shares', () => {
    const table = categoricalTable(['a', 'a', 'b', 'b'], ['a', 'b', 'b', 'b']);
    expect(ok(totalVariation(table)).statistic).toBe(0.25);
  });

  test('has a p near that of chi-squared for two categories, where both order tables alike', () => {
    const table = categoricalTableFromCounts(
      new Map([
        ['0', 255],
        ['1', 45],
      ]),
      new Map([
        ['0', 240],
        ['1', 70],
      ]),
    );
    const result = ok(totalVariation(table, { permutations: 4000 }));
    // scipy.stats.fisher_exact([[255, 45], [240, 70]]): 0.01756…
    expect(result.p).toBeGreaterThan(0.01);
    expect(result.p).toBeLessThan(0.028);
  });

  test('has the p of all tables with the same margins, enumerated', () => {
    const table = categoricalTableFromCounts(
      new Map([
        ['a', 5],
        ['b', 1],
        ['c', 2],
      ]),
      new Map([
        ['a', 1],
        ['b', 4],
        ['c', 5],
      ]),
    );
    const exact = 0.0577722930664107;
    const result = ok(totalVariation(table, { permutations: 20_000 }));
    expect(result.statistic).toBeCloseTo(0.525, 12);
    expect(Math.abs((result.p ?? 1) - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000));
  });

  test('says what it cannot judge', () => {
    expect(totalVariation(categoricalTable([], ['a']))).toMatchObject({ status: 'not-enough-data' });
    expect(totalVariation(categoricalTable(['a'], ['a']))).toMatchObject({ status: 'not-applicable' });
  });
});
