import type { ErrorSource, Estimate } from '../performance/scored-rows.ts';
import { precisionOfCut } from './precision-at-k.ts';
import type { RankedRows } from './ranked-rows.ts';
import { cutAt } from './top-rows.ts';

export interface PrecisionThreshold {
  /** Leads with this score or more hold the precision. */
  readonly threshold: number;
  /** How many they are. */
  readonly leads: number;
  readonly precision: Estimate;
}

/**
 * The lowest score from which on the leads together hold a target precision; undefined where no score does. Tops of fewer
 * than `fewest` labelled leads, or of which less than `coverage` is labelled, are not looked at: among so few, chance holds
 * any target.
 *
 * @example
 * thresholdForPrecision(rankRows([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]), 0.6, { fewest: 1, coverage: 1, source: 'outcomes' });
 * // threshold 0.7, 3 leads
 */
export function thresholdForPrecision(
  ranked: RankedRows,
  target: number,
  options: { readonly fewest: number; readonly coverage: number; readonly source: ErrorSource },
): PrecisionThreshold | undefined {
  let [n, labelled, positives, leads] = [0, 0, 0, 0];
  for (const group of ranked.groups) {
    n += group.n;
    labelled += group.labelled;
    positives += group.positives;
    const enough = labelled >= options.fewest && labelled >= options.coverage * n;
    if (enough && positives >= target * labelled) leads = n;
  }
  const cut = leads === 0 ? undefined : cutAt(ranked, leads);
  const precision = cut === undefined ? undefined : precisionOfCut(cut, options.source);
  return cut === undefined || precision === undefined
    ? undefined
    : { threshold: cut.threshold, leads, precision };
}
