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
 */
export function rankRows(scores: ArrayLike<number>, labels: ArrayLike<number | null>): RankedRows {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
  );
  const groups: { score: number; n: number; labelled: number; positives: number; uncertain: number }[] = [];
  for (const row of order) {
    const score = scores[row] ?? 0;
    let group = groups[groups.length - 1];
    if (group === undefined || group.score !== score) {
      group = { score, n: 0, labelled: 0, positives: 0, uncertain: 0 };
      groups.push(group);
    }
    const label = labels[row] ?? null;
    group.n++;
    if (label === null) continue;
    group.labelled++;
    group.positives += label;
    group.uncertain += label * (1 - label);
  }
  const sum = (of: (group: RankedGroup) => number): number =>
    groups.reduce((all, group) => all + of(group), 0);
  return {
    n: scores.length,
    labelled: sum((group) => group.labelled),
    positives: sum((group) => group.positives),
    uncertain: sum((group) => group.uncertain),
    groups,
  };
}
