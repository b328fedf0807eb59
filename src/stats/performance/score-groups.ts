import { countOf, type ScoredRows, weightOf } from './scored-rows.ts';

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
  const { scores, labels, weights, counts } = rows;
  const plain = weights === undefined && counts === undefined;
  const order = ascending(scores);
  const list: ScoreGroup[] = [];
  let [positives, negatives] = [0, 0];
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] ?? 0];
    let [end, positive, negative] = [start, 0, 0];
    for (; end < order.length && scores[order[end] ?? 0] === score; end++) {
      const row = order[end] ?? 0;
      const weight = plain ? 1 : countOf(rows, row) * weightOf(rows, row);
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

/**
 * Rows from the lowest score to the highest, those of equal scores in their own order. The scores are sorted without a
 * comparison function and the rows put in their places, which takes a third of the time of sorting rows.
 */
export function ascending(scores: ArrayLike<number>): Uint32Array {
  const sorted = Float64Array.from(scores).sort();
  const order = new Uint32Array(sorted.length);
  // How many rows stand in the places from a score's first one on.
  const placed = new Uint32Array(sorted.length);
  for (let row = 0; row < sorted.length; row++) {
    const first = firstPlace(sorted, scores[row] ?? 0);
    const before = placed[first] ?? 0;
    order[first + before] = row;
    placed[first] = before + 1;
  }
  return order;
}

/** The first place of a value in an ascending array that holds it. */
function firstPlace(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
