import { describe, expect, test } from 'vitest';
import { expectScipy } from '../../tests/support/tolerance.ts';
import { seededRandom } from './distributions/random.ts';
import { shareShift } from './share-shift.ts';
import { drawSplit } from './tables/hypergeometric-table.ts';
import type { CategoricalTable } from './tables/joint-table.ts';

const tableOf = (reference: ArrayLike<number>, production: ArrayLike<number>): CategoricalTable => ({
  kind: 'categorical',
  categories: Array.from(reference, (_, i) => `c${i}`),
  reference: Float64Array.from(reference),
  production: Float64Array.from(production),
});

describe('shareShift', () => {
  test('equals χ²/N of two equally large sides', () => {
    // scipy.stats.chi2_contingency([[10, 20, 30, 40], [20, 20, 20, 40]]): 5.333…, over 200 values.
    expectScipy(shareShift(tableOf([10, 20, 30, 40], [20, 20, 20, 40])).observed, 5.333333333333333 / 200);
  });

  test('takes the mean over all tables with the same margins for chance', () => {
    // Every way to put 3 of the 5 values a, a, a, b, b on the first side: C(3,x)·C(2,3−x)/C(5,3).
    const distance = (a: number): number => {
      const [p, q] = [a / 3, (3 - a) / 2];
      return (p - q) ** 2 / (2 * (p + q)) + (p - q) ** 2 / (2 * (2 - p - q));
    };
    const mean = 0.3 * distance(1) + 0.6 * distance(2) + 0.1 * distance(3);
    expectScipy(shareShift(tableOf([2, 1], [1, 1])).chance, mean);
    // scipy.stats.hypergeom, categories with hundreds of values a side.
    expectScipy(shareShift(tableOf([5000, 45_000], [25, 475])).chance, 0.000507493858099086);
    expectScipy(shareShift(tableOf([5000, 45_000], [250, 24_750])).chance, 1.5000558922741349e-5);
  });

  test.each([
    ['no shift', [0.3, 0.7], [0.3, 0.7]],
    ['a small one', [0.1, 0.9], [0.14, 0.86]],
    ['a share that falls to a tenth', [0.1, 0.9], [0.01, 0.99]],
    ['five categories', [0.4, 0.3, 0.15, 0.1, 0.05], [0.25, 0.3, 0.2, 0.15, 0.1]],
  ])('its 95 %% interval holds the truth about 95 times in 100: %s', (_, before, now) => {
    const random = seededRandom(11);
    const draw = (shares: readonly number[], n: number): Float64Array => {
      const counts = new Float64Array(shares.length);
      drawSplit(
        Float64Array.from(shares, (share) => Math.round(share * 1e9)),
        n,
        random,
        counts,
      );
      return counts;
    };
    const truth = before.reduce((sum, p, i) => sum + (p - (now[i] ?? 0)) ** 2 / (2 * (p + (now[i] ?? 0))), 0);
    let held = 0;
    for (let run = 0; run < 300; run++) {
      const [low, high] = shareShift(tableOf(draw(before, 1000), draw(now, 800))).interval;
      if (low <= truth + 1e-9 && truth <= high) held++;
    }
    // 95 % less three standard errors of 300 runs.
    expect(held / 300).toBeGreaterThan(0.912);
  });
});
