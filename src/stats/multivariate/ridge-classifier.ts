import type { Random } from '../distributions/random.ts';
import { choleskyFactor, choleskySolve } from './linear-algebra.ts';
import { addRow, rowsTimes, type SparseRows } from './sparse-rows.ts';

/** Ridge penalty for rows whose squares sum to about 1. */
const RIDGE = 1;
const FOLDS = 5;
const TIE_GRID = 1e10;

/**
 * Cross-validated ridge classifier.
 *
 * The weights are linear in the labels: each fold's model is factored once from one Gram matrix, and other labels cost
 * five solves. This is exactly the permutation test of the whole cross-validation with all refits.
 *
 * Source: T. Hastie et al., The Elements of Statistical Learning, 3.4.1 and 7.10; D. Lopez-Paz and M. Oquab, "Revisiting
 * Classifier Two-Sample Tests" (2017).
 */
export interface RidgeClassifier {
  readonly rows: SparseRows;
  /** Items of each fold. Labels may be permuted within a fold. */
  readonly folds: readonly Int32Array[];
  /** Sum of the rows of each fold. */
  readonly sums: readonly Float64Array[];
  /** Cholesky factor of XᵀX + λI over the rows outside each fold. */
  readonly factors: readonly Float64Array[];
}

export function ridgeClassifier(rows: SparseRows, folds: readonly Int32Array[]): RidgeClassifier {
  const size = rows.width ** 2;
  const grams = folds.map((fold) => gram(rows, fold));
  const total = new Float64Array(size);
  for (const own of grams) for (let k = 0; k < size; k++) total[k] = (total[k] ?? 0) + (own[k] ?? 0);
  const factors = grams.map((own) => {
    const outside = total.map((sum, k) => sum - (own[k] ?? 0));
    for (let j = 0; j < rows.width; j++) {
      outside[j * (rows.width + 1)] = (outside[j * (rows.width + 1)] ?? 0) + RIDGE;
    }
    return choleskyFactor(outside, rows.width);
  });
  const sums = folds.map((fold) => {
    const sum = new Float64Array(rows.width);
    for (const i of fold) addRow(rows, i, 1, sum);
    return sum;
  });
  return { rows, folds, sums, factors };
}

/** Lower triangle of XᵀX over some rows, whose columns must ascend. */
function gram({ width, starts, columns, values }: SparseRows, items: Int32Array): Float64Array {
  const sums = new Float64Array(width * width);
  for (const i of items) {
    const start = starts[i] ?? 0;
    const end = starts[i + 1] ?? 0;
    for (let a = start; a < end; a++) {
      const value = values[a] ?? 0;
      const row = (columns[a] ?? 0) * width;
      for (let b = start; b <= a; b++) {
        const at = row + (columns[b] ?? 0);
        sums[at] = (sums[at] ?? 0) + value * (values[b] ?? 0);
      }
    }
  }
  return sums;
}

/**
 * Weights of the models fitted without each fold.
 *
 * @param labels 0 or 1.
 */
export function foldWeights(
  { rows, folds, sums, factors }: RidgeClassifier,
  labels: Float64Array,
): readonly Float64Array[] {
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  // The rows of the rarer label are enough: the others are what is left of the fold's sum.
  const label = mean <= 0.5 ? 1 : 0;
  const rest = 1 - label - mean;
  const sign = label === 1 ? 1 : -1;
  const total = new Float64Array(rows.width);
  const own = folds.map((fold, f) => {
    const moments = (sums[f] ?? total).map((sum) => rest * sum);
    for (const i of fold) if (labels[i] === label) addRow(rows, i, sign, moments);
    for (let j = 0; j < moments.length; j++) total[j] = (total[j] ?? 0) + (moments[j] ?? 0);
    return moments;
  });
  return factors.map((factor, f) =>
    choleskySolve(
      factor,
      total.map((sum, j) => sum - (own[f]?.[j] ?? 0)),
    ),
  );
}

/** Score of every item by the model that was fitted without its fold. */
export function outOfFoldScores(classifier: RidgeClassifier, labels: Float64Array): Float64Array {
  const weights = foldWeights(classifier, labels);
  const scores = new Float64Array(labels.length);
  classifier.folds.forEach((fold, f) => {
    rowsTimes(classifier.rows, fold, weights[f] ?? new Float64Array(classifier.rows.width), scores);
  });
  // Rounded, so that equal items have tied scores.
  for (let i = 0; i < scores.length; i++) scores[i] = Math.round((scores[i] ?? 0) * TIE_GRID) / TIE_GRID;
  return scores;
}

/** Shuffles the labels within each fold, in place. */
export function shuffleWithinFolds(folds: readonly Int32Array[], labels: Float64Array, random: Random): void {
  for (const fold of folds) {
    for (let a = fold.length - 1; a > 0; a--) {
      const i = fold[a] ?? 0;
      const j = fold[random.below(a + 1)] ?? 0;
      const held = labels[i] ?? 0;
      labels[i] = labels[j] ?? 0;
      labels[j] = held;
    }
  }
}

/** Five folds with the same share of both labels in each. */
export function stratifiedFolds(labels: ArrayLike<number>, random: Random): readonly Int32Array[] {
  const folds: number[][] = Array.from({ length: FOLDS }, () => []);
  for (const label of [0, 1]) {
    const items = Array.from({ length: labels.length }, (_, i) => i).filter((i) => labels[i] === label);
    for (let a = items.length - 1; a > 0; a--) {
      const b = random.below(a + 1);
      [items[a], items[b]] = [items[b] ?? 0, items[a] ?? 0];
    }
    items.forEach((item, position) => {
      folds[position % FOLDS]?.push(item);
    });
  }
  return folds.filter((fold) => fold.length > 0).map((fold) => Int32Array.from(fold));
}
