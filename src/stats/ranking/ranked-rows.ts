import { ascending } from '../performance/score-groups.ts';

/** Leads of one score. */
export interface RankedGroup {
  readonly score: number;
  readonly n: number;
  /** Those whose label is known. */
  readonly labelled: number;
  /** Positive ones; where labels are probabilities, the expected number. */
  readonly positives: number;
  /** Σ p(1 − p) where labels are probabilities p; 0 where they are outcomes. */
  readonly uncertain: number;
}

/** Leads in the order in which they would be called. */
export interface RankedRows {
  readonly n: number;
  readonly labelled: number;
  readonly positives: number;
  readonly uncertain: number;
  /** From the highest score to the lowest. */
  readonly groups: readonly RankedGroup[];
}

/**
 * Ranks leads by score, equal scores together.
 *
 * @param labels one a lead: 1 or 0, the probability of 1, or null where it is not known. A lead without a label takes a
 * place in the ranking and counts for nothing else.
 * @param counts how many leads of this score and label an entry stands for; default one each.
 */
export function rankRows(
  scores: ArrayLike<number>,
  labels: ArrayLike<number | null>,
  counts: ArrayLike<number> | null = null,
): RankedRows {
  const order = ascending(scores).reverse();
  const groups: { score: number; n: number; labelled: number; positives: number; uncertain: number }[] = [];
  for (const row of order) {
    const score = scores[row] ?? 0;
    let group = groups[groups.length - 1];
    if (group === undefined || group.score !== score) {
      group = { score, n: 0, labelled: 0, positives: 0, uncertain: 0 };
      groups.push(group);
    }
    const label = labels[row] ?? null;
    const count = counts === null ? 1 : (counts[row] ?? 0);
    group.n += count;
    if (label === null) continue;
    group.labelled += count;
    group.positives += count * label;
    group.uncertain += count * label * (1 - label);
  }
  const sum = (of: (group: RankedGroup) => number): number =>
    groups.reduce((all, group) => all + of(group), 0);
  return {
    n: sum((group) => group.n),
    labelled: sum((group) => group.labelled),
    positives: sum((group) => group.positives),
    uncertain: sum((group) => group.uncertain),
    groups,
  };
}
