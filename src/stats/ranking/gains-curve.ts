import { liftOfCut } from './lift-at-k.ts';
import type { RankedRows } from './ranked-rows.ts';
import { cutAt } from './top-rows.ts';

export interface GainsPoint {
  /** Share of all leads in the top. */
  readonly share: number;
  /** Share of all positives in it. */
  readonly recall: number;
  /** How many times more than in as many leads at random. */
  readonly lift: number;
}

/**
 * Cumulative gains: which share of the positives the first leads of a ranking hold, after each of `ks` leads, ties shared
 * out. Empty where no lead is positive.
 *
 * @example
 * gainsCurve(rankRows([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]), [1, 2]); // recall 0.5 at shares 0.25 and 0.5
 */
export const gainsCurve = (ranked: RankedRows, ks: readonly number[]): readonly GainsPoint[] =>
  ks.flatMap((k): GainsPoint[] => {
    if (k >= ranked.n) return ranked.positives > 0 ? [{ share: 1, recall: 1, lift: 1 }] : [];
    const cut = cutAt(ranked, k);
    const lift = cut === undefined ? undefined : liftOfCut(cut, 'outcomes')?.value;
    if (cut === undefined || lift === undefined) return [];
    return [{ share: cut.share, recall: Math.min(1, cut.share * lift), lift }];
  });
