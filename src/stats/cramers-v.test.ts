import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../tests/support/samples.ts';
import { expectScipy } from '../../tests/support/tolerance.ts';
import { cramersV } from './cramers-v.ts';
import { seededRandom } from './distributions/random.ts';
import { drawSplit } from './tables/hypergeometric-table.ts';
import type { CategoricalTable } from './tables/joint-table.ts';
import { categoricalTable } from './tables/joint-table-from.ts';

const tableOf = (reference: ArrayLike<number>, production: ArrayLike<number>): CategoricalTable => ({
  kind: 'categorical',
  categories: Array.from(reference, (_, i) => `c${i}`),
  reference: Float64Array.from(reference),
  production: Float64Array.from(production),
});

/** Counts in the proportion of the shares, without noise. */
const exactly = (shares: readonly number[], n: number): number[] => shares.map((share) => share * n);

describe('cramersV', () => {
  test('equals the shares’ distance less its hypergeometric mean, by scipy.stats.hypergeom', () => {
    expectScipy(cramersV(tableOf([5, 1, 0], [2, 7, 4])).value, 0.6381509831204709);
    expectScipy(cramersV(tableOf([10, 20, 30, 40], [20, 20, 20, 40])).value, 0.10848367380851918);
    expectScipy(cramersV(tableOf([1000, 9000], [5, 495])).value, 0.1960966522868344);
    expectScipy(cramersV(tableOf([5000, 45_000], [250, 24_750])).value, 0.19734898688167551);
  });

  test('has one size for one shift, whatever the number of rows on either side', () => {
    const before = [0.5, 0.3, 0.15, 0.05];
    const now = [0.4, 0.3, 0.18, 0.12];
    // √(½ Σ (p − q)²/(p + q)) of the shares themselves, by hand.
    const truth = Math.sqrt((0.01 / 0.9 + 0 + 0.0009 / 0.33 + 0.0049 / 0.17) / 2);
    for (const n of [500, 2_477.5, 25_000, 50_000]) {
      const { value, word } = cramersV(tableOf(exactly(before, 50_000), exactly(now, 2 * n).map(Math.round)));
      expect(Math.abs(value - truth)).toBeLessThan(0.003);
      expect(word).toBe('small');
    }
  });

  test('reads about 0 where 98 categories do not drift, whatever the sizes', () => {
    const random = seededRandom(4);
    const population = Float64Array.from({ length: 98 }, (_, i) => Math.round(1e9 / (i + 1)));
    const sample = (n: number): Float64Array => {
      const counts = new Float64Array(98);
      drawSplit(population, n, random, counts);
      return counts;
    };
    for (const [reference, production] of [
      [50_000, 500],
      [50_000, 25_000],
      [303, 600],
    ] as const) {
      const values = Array.from(
        { length: 40 },
        () => cramersV(tableOf(sample(reference), sample(production))).value,
      );
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeLessThan(0.07);
    }
  });

  test('is one word higher where a category’s share changes threefold', () => {
    const fall = cramersV(tableOf([1000, 9000], [100, 9900]));
    // ½ (0.09²/0.11 + 0.09²/1.89), by hand; chance is far below it.
    expect(fall.value).toBeCloseTo(Math.sqrt((0.0081 / 0.11 + 0.0081 / 1.89) / 2), 3);
    expect(fall).toMatchObject({ word: 'medium', note: expect.stringContaining('threefold') });
    const small = cramersV(tableOf([600, 9400], [200, 9800]));
    expect(small).toMatchObject({ word: 'medium' });
    // Under 5 % on both sides, less than threefold, or explained by chance: no higher word.
    expect(cramersV(tableOf([450, 9550], [100, 9900])).note).toBeUndefined();
    expect(cramersV(tableOf([600, 9400], [210, 9790])).note).toBeUndefined();
    expect(cramersV(tableOf([3, 47], [1, 49])).note).toBeUndefined();
  });

  test('does not change when the sides are exchanged', () => {
    const { reference, production } = fourCategories;
    const exchanged = cramersV({ ...fourCategories, reference: production, production: reference });
    expectScipy(exchanged.value, cramersV(fourCategories).value);
  });

  test('is 1 where the sides share no category and 0 where their shares agree', () => {
    expect(cramersV(categoricalTable(['a', 'a'], ['b'])).value).toBe(1);
    expect(cramersV(categoricalTable(['a', 'b'], ['a', 'b', 'a', 'b'])).value).toBe(0);
    expect(cramersV(categoricalTable(['a'], ['a']))).toMatchObject({ value: 0, word: 'negligible' });
  });
});
