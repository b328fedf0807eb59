import { type Auc, areaUnderCurve } from '../performance/auc.ts';

/** AUC within folds, weighted by number of pairs: models of different folds may have different offsets. */
export function foldwiseAuc(
  folds: readonly Int32Array[],
  scores: Float64Array,
  labels: Float64Array,
): Auc | undefined {
  let pairs = 0;
  let auc = 0;
  let variance = 0;
  let positives = 0;
  let negatives = 0;
  for (const fold of folds) {
    const own = areaUnderCurve(
      Float64Array.from(fold, (i) => scores[i] ?? 0),
      Float64Array.from(fold, (i) => labels[i] ?? 0),
    );
    if (own === undefined) continue;
    const weight = own.positives * own.negatives;
    pairs += weight;
    auc += weight * own.auc;
    variance += weight * weight * own.variance;
    positives += own.positives;
    negatives += own.negatives;
  }
  if (pairs === 0) return undefined;
  return { auc: auc / pairs, variance: variance / (pairs * pairs), positives, negatives };
}

/** As `foldwiseAuc` without the variance, for speed in permutations. 0.5 where no fold has both classes. */
export function foldwiseAucOnly(
  folds: readonly Int32Array[],
  scores: Float64Array,
  labels: Float64Array,
): number {
  let pairs = 0;
  let won = 0;
  for (const fold of folds) {
    const [positive, negative] = sortedSides(fold, scores, labels);
    pairs += positive.length * negative.length;
    let below = 0;
    let notAbove = 0;
    for (const score of positive) {
      while (below < negative.length && (negative[below] ?? 0) < score) below++;
      while (notAbove < negative.length && (negative[notAbove] ?? 0) <= score) notAbove++;
      won += (below + notAbove) / 2;
    }
  }
  return pairs === 0 ? 0.5 : won / pairs;
}

/** Scores of a fold's items with label 1, and of the others, ascending. */
function sortedSides(
  fold: Int32Array,
  scores: Float64Array,
  labels: Float64Array,
): readonly [Float64Array, Float64Array] {
  const sides = new Float64Array(fold.length);
  let positives = 0;
  let end = fold.length;
  for (const i of fold) sides[labels[i] === 1 ? positives++ : --end] = scores[i] ?? 0;
  return [sides.subarray(0, positives).sort(), sides.subarray(positives).sort()];
}
