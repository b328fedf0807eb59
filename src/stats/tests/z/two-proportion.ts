import { Z_95 } from '../../distributions/normal.ts';
import { normalTwoSided } from '../../distributions/survival.ts';
import { COHEN_BOUNDS, effectWord } from '../../effect.ts';
import { type Effect, notEnoughData, type StatisticResult } from '../../result.ts';
import { MIN_EXPECTED } from '../chi-squared/sparse-categories.ts';
import { fisherExactP } from '../fisher/fisher-exact.ts';

/**
 * Test of the difference of two proportions. Side A is the reference, side B production.
 *
 * The pooled two-proportion z-test, or Fisher's exact test where an expected count is below 5. The statistic is z,
 * positive where production's share is larger. The effect is Cohen's h with its 95 % interval. Both shares 0 or both 1
 * is no difference: p = 1. Details: `shareReference`, `shareProduction`.
 *
 * Source: W. G. Cochran (1954) for the choice of test; J. Cohen (1988) for h.
 *
 * @example
 * twoProportionTest(45, 300, 70, 310); // statistic 2.393, p 0.0167
 */
export function twoProportionTest(
  successesA: number,
  totalA: number,
  successesB: number,
  totalB: number,
): StatisticResult {
  if (Math.min(totalA, totalB) < 1) return notEnoughData(totalA, totalB, 1);
  const total = totalA + totalB;
  const successes = successesA + successesB;
  const rarer = Math.min(successes, total - successes);
  const exact = (rarer * Math.min(totalA, totalB)) / total < MIN_EXPECTED;
  const z = pooledZ(successesA, totalA, successesB, totalB);
  return {
    status: 'ok',
    statistic: z,
    p: exact
      ? fisherExactP(successesA, totalA - successesA, successesB, totalB - successesB)
      : normalTwoSided(z),
    pMethod: exact ? 'exact' : 'asymptotic',
    effect: cohensH(successesA, totalA, successesB, totalB),
    nReference: totalA,
    nProduction: totalB,
    details: { shareReference: successesA / totalA, shareProduction: successesB / totalB },
  };
}

/**
 * z of the pooled two-proportion test, positive where B's share is larger; 0 where nothing varies.
 *
 * @example
 * pooledZ(25, 50, 35, 50); // 2.041
 */
export function pooledZ(successesA: number, totalA: number, successesB: number, totalB: number): number {
  const share = (successesA + successesB) / (totalA + totalB);
  const variance = share * (1 - share) * (1 / totalA + 1 / totalB);
  return variance > 0 ? (successesB / totalB - successesA / totalA) / Math.sqrt(variance) : 0;
}

/**
 * Cohen's h of two shares, production minus reference, with its 95 % interval (variance 1/n on the arcsine scale).
 *
 * @example
 * cohensH(45, 300, 70, 310); // value 0.195, interval [0.036, 0.354]
 */
export function cohensH(successesA: number, totalA: number, successesB: number, totalB: number): Effect {
  const angle = (share: number): number => 2 * Math.asin(Math.sqrt(share));
  const value = angle(successesB / totalB) - angle(successesA / totalA);
  const half = Z_95 * Math.sqrt(1 / totalA + 1 / totalB);
  return {
    name: "Cohen's h",
    value,
    word: effectWord(value, COHEN_BOUNDS),
    interval: [Math.max(-Math.PI, value - half), Math.min(Math.PI, value + half)],
  };
}
