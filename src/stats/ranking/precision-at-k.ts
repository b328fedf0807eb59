import type { ErrorSource, Estimate } from '../performance/scored-rows.ts';
import type { RankedRows } from './ranked-rows.ts';
import { effectiveLeads, rateInterval, rateLimits, steadyRate } from './rate-limits.ts';
import { type Cut, cutAt } from './top-rows.ts';

/**
 * Share of positives among the first `k` leads of a ranking, ties at the cut shared out; of those whose label is known.
 * Undefined where none of them is.
 *
 * With outcomes, the 95 % interval is for the precision of the top share k/n of the leads that these were drawn from:
 * exact (Clopper–Pearson) below 30 leads, else Wilson's. The effective number is smaller by what the place of
 * the cut adds to the variance, (1 − k/n)·(precision − rate at the cut)². With labels that are probabilities it is where the
 * precision of the outcomes will fall, given the scores.
 *
 * @example
 * precisionAtK(rankRows([0.9, 0.8, 0.8, 0.1], [1, 1, 0, 0]), 2, 'outcomes')?.value; // 0.75
 */
export function precisionAtK(ranked: RankedRows, k: number, source: ErrorSource): Estimate | undefined {
  const cut = cutAt(ranked, k);
  return cut === undefined ? undefined : precisionOfCut(cut, source);
}

/** The same, of a ranking that is cut already. */
export function precisionOfCut({ top, share, rateAtCut }: Cut, source: ErrorSource): Estimate | undefined {
  if (!(top.labelled > 0)) return undefined;
  const value = top.positives / top.labelled;
  const n = effectiveLeads(top);
  if (source === 'labels') {
    const [low, high] = rateLimits(top, n, source);
    return { value, interval: [Math.max(0, low), Math.min(1, high)] };
  }
  const steady = steadyRate(top);
  const more = ((1 - share) * (steady - rateAtCut) ** 2) / (steady * (1 - steady));
  return { value, interval: rateInterval(value, n / (1 + more), top.labelled) };
}
