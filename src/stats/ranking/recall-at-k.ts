import type { ErrorSource, Estimate } from '../performance/scored-rows.ts';
import { liftOfCut } from './lift-at-k.ts';
import type { RankedRows } from './ranked-rows.ts';
import { type Cut, cutAt } from './top-rows.ts';

/**
 * Share of all positives that the first `k` leads of a ranking hold. Undefined where lift is.
 *
 * @example
 * recallAtK(rankRows([0.9, 0.8, 0.8, 0.1], [1, 1, 0, 0]), 2, 'outcomes')?.value; // 0.75
 */
export function recallAtK(ranked: RankedRows, k: number, source: ErrorSource): Estimate | undefined {
  const cut = cutAt(ranked, k);
  return cut === undefined ? undefined : recallOfCut(cut, source);
}

/** The same, of a ranking that is cut already: the top's share of the leads, times the lift. */
export function recallOfCut(cut: Cut, source: ErrorSource): Estimate | undefined {
  const lift = liftOfCut(cut, source);
  if (lift === undefined) return undefined;
  const recall = (x: number): number => Math.min(1, cut.share * x);
  return { value: recall(lift.value), interval: [recall(lift.interval[0]), recall(lift.interval[1])] };
}
