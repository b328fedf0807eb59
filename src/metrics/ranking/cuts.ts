import type { RankedRows } from '../../stats/ranking/ranked-rows.ts';
import { partBetween } from '../../stats/ranking/top-rows.ts';

const DECILES = 10;
const GAINS_POINTS = 20;

/** Where a ranking is cut, in leads from the top. */
export interface Cuts {
  /** By the policy's `k`; a top that the ranking does not hold is left out. */
  readonly tops: readonly { readonly k: number; readonly leads: number }[];
  /** Ends of tenths, or of fewer parts of a short list, ascending, the last is all. */
  readonly deciles: readonly number[];
  readonly gains: readonly number[];
}

/**
 * Any two cuts, and the ends of the ranking, have `fewest` labelled leads between them or none: what lies between
 * two published counts is published too. A cut that would be nearer to another takes its place; numbers of leads come
 * first, then the judged top, then shares.
 *
 * @param fewestOfPart leads of which a rate says something.
 */
export function cutsOf(
  ranked: RankedRows,
  { top, target }: { readonly top: readonly number[]; readonly target: number },
  fewest: number,
  fewestOfPart = fewest,
): Cuts {
  const { n, labelled } = ranked;
  const placed = [
    { at: 0, labelled: 0 },
    { at: n, labelled },
  ];
  // Leads without a label tell nothing.
  const tooNear = (between: number): boolean => Math.abs(between) > 1e-9 && Math.abs(between) < fewest;
  const place = (wanted: number): number => {
    const known = partBetween(ranked, 0, wanted).labelled;
    const near = placed.find((other) => other.at === wanted || tooNear(other.labelled - known));
    if (near !== undefined) return near.at;
    placed.push({ at: wanted, labelled: known });
    return wanted;
  };
  const inside = (leads: number): boolean => leads > 0 && leads < n;
  const leadsOf = (k: number): number => (k < 1 ? Math.max(1, Math.round(k * n)) : k);
  const all = [...new Set([target, ...top])];
  const order = [...all.filter((k) => k >= 1), ...all.filter((k) => k < 1)];
  const tops = order
    .filter((k) => leadsOf(k) < n)
    .map((k) => ({ k, leads: place(leadsOf(k)) }))
    .filter(({ leads }) => inside(leads))
    .sort((a, b) => a.leads - b.leads || a.k - b.k);
  const even = (parts: number): number[] => {
    const cuts = Array.from({ length: parts - 1 }, (_, i) => place(Math.round(((i + 1) * n) / parts)));
    return [...new Set(cuts.filter(inside)), n].sort((a, b) => a - b);
  };
  const deciles = even(Math.max(1, Math.min(DECILES, Math.floor(n / Math.max(1, fewestOfPart)))));
  return { tops, deciles, gains: even(GAINS_POINTS) };
}
