import type { ErrorSource, Estimate } from '../performance/scored-rows.ts';
import type { RankedRows } from './ranked-rows.ts';
import { rateRatio } from './rate-ratio.ts';
import { type Cut, cutAt } from './top-rows.ts';

/**
 * How many times more positives the first `k` leads of a ranking hold than as many leads called at random: precision over
 * the rate of all. Undefined where no label of either part is known, or no lead is positive.
 *
 * @example
 * liftAtK(rankRows([0.9, 0.8, 0.7, 0.1], [1, 0, 0, 0]), 1, 'outcomes')?.value; // 4
 */
export function liftAtK(ranked: RankedRows, k: number, source: ErrorSource): Estimate | undefined {
  const cut = cutAt(ranked, k);
  return cut === undefined ? undefined : liftOfCut(cut, source);
}

/** The same, of a ranking that is cut already; a function of the ratio of the two parts' rates, and so is its interval. */
export function liftOfCut(cut: Cut, source: ErrorSource): Estimate | undefined {
  const ratio = rateRatio(cut, source);
  if (ratio === undefined) return undefined;
  const lift = (r: number): number => (r === 0 ? 0 : 1 / (cut.share + (1 - cut.share) / r));
  return { value: lift(ratio.value), interval: [lift(ratio.interval[0]), lift(ratio.interval[1])] };
}
