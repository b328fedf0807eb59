import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { categoricalTableFromCounts } from '../../tables/joint-table-from.ts';
import { poolSparseCategories } from './sparse-categories.ts';

describe('poolSparseCategories', () => {
  test('leaves a table alone that has no sparse cell', () => {
    expect(poolSparseCategories(fourCategories, true).pooled).toEqual([]);
  });

  test('lets the smallest other category join where the pool itself is too small', () => {
    const table = {
      ...fourCategories,
      reference: Float64Array.of(1, 20, 30, 40),
      production: Float64Array.of(1, 20, 30, 40),
    };
    const { kept, pooled, reference } = poolSparseCategories(table, true);
    expect([kept, pooled]).toEqual([
      ['c', 'd'],
      ['a', 'b'],
    ]);
    expect(reference).toEqual([30, 40, 21]);
  });

  test('without pooling leaves out only what occurs on neither side', () => {
    const table = {
      ...fourCategories,
      reference: Float64Array.of(1, 0, 3, 4),
      production: Float64Array.of(0, 0, 9, 9),
    };
    expect(poolSparseCategories(table, false)).toEqual({
      kept: ['a', 'c', 'd'],
      pooled: [],
      reference: [1, 3, 4],
      production: [0, 9, 9],
    });
  });

  test('names eight pooled categories and counts the rest', () => {
    const rare = new Map(Array.from({ length: 10 }, (_, i): [string, number] => [`r${i}`, 1]));
    const table = categoricalTableFromCounts(new Map([...rare, ['z', 90]]), new Map([...rare, ['z', 90]]));
    expect(poolSparseCategories(table, true).note).toBe(
      '10 categories with an expected count below 5 pooled into one: r0, r1, r2, r3, r4, r5, r6, r7 and 2 more',
    );
  });
});
