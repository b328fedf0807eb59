import { type ScoredRows, weightOf } from './scored-rows.ts';

/** Rows of one score, as places `start ≤ k < end` of the order, with the weight of their positive and negative part. */
export interface ScoreGroup {
  readonly start: number;
  readonly end: number;
  readonly positive: number;
  readonly negative: number;
}

export interface ScoreGroups {
  /** Rows from the lowest score to the highest. */
  readonly order: Uint32Array;
  readonly list: readonly ScoreGroup[];
  readonly positives: number;
  readonly negatives: number;
}

/** Rows grouped by equal scores, from low to high. */
export function scoreGroups(rows: ScoredRows): ScoreGroups {
  const { scores, labels } = rows;
  const order = ascending(scores);
  const list: ScoreGroup[] = [];
  let [positives, negatives] = [0, 0];
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] ?? 0];
    let [end, positive, negative] = [start, 0, 0];
    for (; end < order.length && scores[order[end] ?? 0] === score; end++) {
      const row = order[end] ?? 0;
      const weight = weightOf(rows, row);
      positive += weight * (labels[row] ?? 0);
      negative += weight * (1 - (labels[row] ?? 0));
    }
    list.push({ start, end, positive, negative });
    positives += positive;
    negatives += negative;
    start = end;
  }
  return { order, list, positives, negatives };
}

/** Rows from the lowest score to the highest. */
export const ascending = (scores: ArrayLike<number>): Uint32Array =>
  Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  );
