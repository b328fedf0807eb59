import type { ErrorSource, Estimate } from '../performance/scored-rows.ts';
import type { RankedRows } from './ranked-rows.ts';
import { effectiveLeads, rateInterval, rateLimits } from './rate-limits.ts';
import { partBetween } from './top-rows.ts';

export interface ConversionGroup {
  /** Leads of the ranking up to the end of the group. */
  readonly to: number;
  /** Leads of the group. */
  readonly n: number;
  readonly labelled: number;
  /** Share of positives among the labelled; null where none is. */
  readonly rate: Estimate | null;
}

/**
 * Rate of positives between successive cuts of a ranking, from the top: deciles, where `ends` are tenths of all. Ties at an
 * end are shared out between its two groups.
 *
 * @param ends leads of the ranking up to the end of each group, ascending.
 *
 * @example
 * conversionByGroup(rankRows([0.9, 0.8, 0.7, 0.1], [1, 1, 1, 0]), [2, 4], 'outcomes'); // 1 and 0.5
 */
export function conversionByGroup(
  ranked: RankedRows,
  ends: readonly number[],
  source: ErrorSource,
): readonly ConversionGroup[] {
  return ends.map((to, i): ConversionGroup => {
    const group = partBetween(ranked, ends[i - 1] ?? 0, to);
    const { labelled } = group;
    if (!(labelled > 0)) return { to, n: group.n, labelled: 0, rate: null };
    const value = group.positives / labelled;
    const n = effectiveLeads(group);
    if (source === 'outcomes')
      return { to, n: group.n, labelled, rate: { value, interval: rateInterval(value, n, labelled) } };
    const [low, high] = rateLimits(group, n, source);
    return { to, n: group.n, labelled, rate: { value, interval: [Math.max(0, low), Math.min(1, high)] } };
  });
}
