import type { Random } from '../distributions/random.ts';
import { type Auc, areaUnderCurve } from '../performance/auc.ts';
import { invertPositiveDefinite } from './linear-algebra.ts';

/** Ridge penalty for kernels whose diagonal is 1. */
const RIDGE = 1;
const FOLDS = 5;
const TIE_GRID = 1e10;

/**
 * Cross-validated kernel ridge classifier.
 *
 * Predictions are linear in the labels, so the kernel is inverted once and each permutation of the labels costs one
 * matrix–vector product. This is exactly the permutation test of the whole cross-validation with all refits.
 *
 * Source: T. Hastie et al., The Elements of Statistical Learning, 5.8 and 7.10; D. Lopez-Paz and M. Oquab, "Revisiting
 * Classifier Two-Sample Tests" (2017).
 */
export interface KernelClassifier {
  readonly size: number;
  /** Items of each fold. Labels may be permuted within a fold. */
  readonly folds: readonly Int32Array[];
  /** (K + λI)⁻¹. */
  readonly inverse: Float64Array;
  /** Inverse of each fold's own block of `inverse`. */
  readonly blocks: readonly Float64Array[];
}

export function kernelClassifier(
  kernel: Float64Array,
  labels: ArrayLike<number>,
  random: Random,
): KernelClassifier {
  const size = labels.length;
  const folds = stratifiedFolds(labels, random);
  const penalised = kernel.slice();
  for (let i = 0; i < size; i++) penalised[i * (size + 1)] = (penalised[i * (size + 1)] ?? 0) + RIDGE;
  const inverse = invertPositiveDefinite(penalised, size);
  const blocks = folds.map((fold) => {
    const block = new Float64Array(fold.length ** 2);
    fold.forEach((i, a) => {
      fold.forEach((j, b) => {
        block[a * fold.length + b] = inverse[i * size + j] ?? 0;
      });
    });
    return invertPositiveDefinite(block, fold.length);
  });
  return { size, folds, inverse, blocks };
}

/** Score of every item by the model that was fitted without its fold. */
export function outOfFoldScores(classifier: KernelClassifier, labels: Float64Array): Float64Array {
  const { size, inverse, folds, blocks } = classifier;
  const centred = centre(labels);
  const weights = multiply(inverse, centred, size);
  const scores = new Float64Array(size);
  folds.forEach((fold, f) => {
    const correction = multiply(
      blocks[f] ?? new Float64Array(0),
      Float64Array.from(fold, (i) => weights[i] ?? 0),
      fold.length,
    );
    fold.forEach((i, a) => {
      // Rounded, so that equal items have tied scores.
      scores[i] = Math.round(((centred[i] ?? 0) - (correction[a] ?? 0)) * TIE_GRID) / TIE_GRID;
    });
  });
  return scores;
}

/** Weights of the model fitted without fold `f`: zero for the items of the fold. */
export function weightsWithoutFold(
  classifier: KernelClassifier,
  labels: Float64Array,
  f: number,
): Float64Array {
  const { size, inverse, folds, blocks } = classifier;
  const weights = multiply(inverse, centre(labels), size);
  const fold = folds[f] ?? new Int32Array(0);
  const correction = multiply(
    blocks[f] ?? new Float64Array(0),
    Float64Array.from(fold, (i) => weights[i] ?? 0),
    fold.length,
  );
  for (let i = 0; i < size; i++) {
    fold.forEach((j, b) => {
      weights[i] = (weights[i] ?? 0) - (inverse[i * size + j] ?? 0) * (correction[b] ?? 0);
    });
  }
  for (const i of fold) weights[i] = 0;
  return weights;
}

/** AUC within folds, weighted by number of pairs: models of different folds may have different offsets. */
export function foldwiseAuc(
  classifier: Pick<KernelClassifier, 'folds'>,
  scores: Float64Array,
  labels: Float64Array,
): Auc | undefined {
  let pairs = 0;
  let auc = 0;
  let variance = 0;
  let positives = 0;
  let negatives = 0;
  for (const fold of classifier.folds) {
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
  classifier: Pick<KernelClassifier, 'folds'>,
  scores: Float64Array,
  labels: Float64Array,
): number {
  let pairs = 0;
  let won = 0;
  for (const fold of classifier.folds) {
    const positive = fold.filter((i) => labels[i] === 1);
    const negative = fold.filter((i) => labels[i] === 0);
    pairs += positive.length * negative.length;
    for (const i of positive) {
      const score = scores[i] ?? 0;
      for (const j of negative) {
        const other = scores[j] ?? 0;
        if (score > other) won++;
        else if (score === other) won += 0.5;
      }
    }
  }
  return pairs === 0 ? 0.5 : won / pairs;
}

/** Shuffles the labels within each fold, in place. */
export function shuffleWithinFolds(classifier: KernelClassifier, labels: Float64Array, random: Random): void {
  for (const fold of classifier.folds) {
    for (let a = fold.length - 1; a > 0; a--) {
      const i = fold[a] ?? 0;
      const j = fold[random.below(a + 1)] ?? 0;
      const held = labels[i] ?? 0;
      labels[i] = labels[j] ?? 0;
      labels[j] = held;
    }
  }
}

function stratifiedFolds(labels: ArrayLike<number>, random: Random): readonly Int32Array[] {
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

function centre(labels: Float64Array): Float64Array {
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  return labels.map((label) => label - mean);
}

function multiply(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += (matrix[i * size + j] ?? 0) * (vector[j] ?? 0);
    product[i] = sum;
  }
  return product;
}
