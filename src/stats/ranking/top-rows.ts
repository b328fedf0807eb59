import type { RankedRows } from './ranked-rows.ts';

/** Counts of a part of a ranking; leads of a tie that it cuts belong to it in equal shares. */
export interface Part {
  readonly n: number;
  readonly labelled: number;
  readonly positives: number;
  /** Σ m² over labelled leads that belong to it with the share m, for the effective number of them. */
  readonly squares: number;
  /** Σ m²·p(1 − p) where labels are probabilities p. */
  readonly uncertain: number;
}

export interface Cut {
  /** Score of the last lead of the top. */
  readonly threshold: number;
  readonly top: Part;
  readonly rest: Part;
  /** The top's share of all leads. */
  readonly share: number;
  /** Rate of positives among labelled leads next to the cut. */
  readonly rateAtCut: number;
}

/**
 * Cuts a ranking after its first `k` leads, which need not be a whole number. Where the cut falls among equal scores, each
 * of those leads belongs to the top in the same share, so that the order of the log decides nothing. Undefined without a
 * lead.
 */
export function cutAt(ranked: RankedRows, k: number): Cut | undefined {
  const { groups, n } = ranked;
  const wanted = Math.min(n, k);
  if (n === 0 || !(wanted > 0)) return undefined;
  let [seen, threshold] = [0, groups[0]?.score ?? 0];
  for (const group of groups) {
    if (seen >= wanted) break;
    threshold = group.score;
    seen += group.n;
  }
  return {
    threshold,
    top: partBetween(ranked, 0, wanted),
    rest: partBetween(ranked, wanted, n),
    share: wanted / n,
    rateAtCut: rateAt(ranked, wanted),
  };
}

/** The leads of a ranking after the first `from` up to the first `to`. */
export function partBetween({ groups }: RankedRows, from: number, to: number): Part {
  const part = { n: 0, labelled: 0, positives: 0, squares: 0, uncertain: 0 };
  let seen = 0;
  for (const group of groups) {
    if (seen >= to) break;
    const m = (Math.min(seen + group.n, to) - Math.max(seen, from)) / group.n;
    seen += group.n;
    if (!(m > 0)) continue;
    part.n += m * group.n;
    part.labelled += m * group.labelled;
    part.positives += m * group.positives;
    part.squares += m * m * group.labelled;
    part.uncertain += m * m * group.uncertain;
  }
  return part;
}

/** Among the leads within √n ranks of the cut, no further than to either end; of a tie at the cut, all of it. */
function rateAt({ groups, n, positives, labelled }: RankedRows, k: number): number {
  const half = Math.min(Math.ceil(Math.sqrt(n)), Math.max(k, 1), Math.max(n - k, 1));
  let [seen, found, known] = [0, 0, 0];
  for (const group of groups) {
    const overlap = Math.min(seen + group.n, k + half) - Math.max(seen, k - half);
    if (overlap > 0) {
      const at = seen < k && seen + group.n > k ? 1 : overlap / group.n;
      found += at * group.positives;
      known += at * group.labelled;
    }
    seen += group.n;
  }
  return known > 0 ? found / known : positives / Math.max(1, labelled);
}
