import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import {
  foldwiseAuc,
  foldwiseAucOnly,
  kernelClassifier,
  outOfFoldScores,
  shuffleWithinFolds,
  weightsWithoutFold,
} from './kernel-classifier.ts';

const SIZE = 24;
const points = (() => {
  const random = seededRandom(4);
  return Array.from({ length: SIZE }, (_, i) => random.normal() + (i < SIZE / 2 ? 0 : 1));
})();
const labels = Float64Array.from({ length: SIZE }, (_, i) => (i < SIZE / 2 ? 0 : 1));
const kernel = Float64Array.from(points.flatMap((a) => points.map((b) => Math.exp(-((a - b) ** 2) / 2))));
const classifier = kernelClassifier(kernel, labels, seededRandom(7));

/** Solves a·x = b by Gaussian elimination with pivoting. */
function solve(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] ?? 0]);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const pivot = rows
      .slice(column)
      .toSorted((p, q) => Math.abs(q[column] ?? 0) - Math.abs(p[column] ?? 0))[0];
    const at = rows.indexOf(pivot ?? []);
    [rows[column], rows[at]] = [rows[at] ?? [], rows[column] ?? []];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = (rows[row]?.[column] ?? 0) / (rows[column]?.[column] ?? 1);
      rows[row] = (rows[row] ?? []).map((value, k) => value - factor * (rows[column]?.[k] ?? 0));
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}

/** Kernel ridge regression with penalty 1, fitted on the rows outside a fold: its weights by row. */
function refitted(fold: Int32Array): Map<number, number> {
  const train = points.map((_, i) => i).filter((i) => !fold.includes(i));
  const matrix = train.map((i) => train.map((j) => (kernel[i * SIZE + j] ?? 0) + (i === j ? 1 : 0)));
  const weights = solve(
    matrix,
    train.map((i) => (labels[i] ?? 0) - 0.5),
  );
  return new Map(train.map((i, k) => [i, weights[k] ?? 0]));
}

describe('kernelClassifier', () => {
  test('cuts five folds that hold every item once and both classes alike', () => {
    const { folds } = classifier;
    expect(folds).toHaveLength(5);
    expect(folds.flatMap((fold) => [...fold]).toSorted((a, b) => a - b)).toEqual(points.map((_, i) => i));
    for (const fold of folds) {
      const ones = fold.filter((i) => labels[i] === 1).length;
      expect(Math.abs(ones - (fold.length - ones))).toBeLessThanOrEqual(1);
    }
  });

  test('scores each fold as the model that is fitted without it, from one inverse', () => {
    const scores = outOfFoldScores(classifier, labels);
    for (const fold of classifier.folds) {
      const weights = refitted(fold);
      for (const i of fold) {
        const score = [...weights].reduce(
          (sum, [j, weight]) => sum + weight * (kernel[i * SIZE + j] ?? 0),
          0,
        );
        expect(scores[i]).toBeCloseTo(score, 8);
      }
    }
  });

  test('knows the weights of those models, zero for the fold itself', () => {
    classifier.folds.forEach((fold, f) => {
      const found = weightsWithoutFold(classifier, labels, f);
      const expected = refitted(fold);
      points.forEach((_, i) => {
        expect(found[i]).toBeCloseTo(expected.get(i) ?? 0, 9);
      });
    });
  });
});

describe('AUC within folds', () => {
  const folds = [Int32Array.of(0, 1, 2), Int32Array.of(3, 4), Int32Array.of(5)];
  const truth = Float64Array.of(1, 0, 0, 1, 0, 1);

  test('weighs the folds by their pairs, ties one half, and passes over folds of one class', () => {
    // First fold: one pair won, one tied of two. Second: one of one lost. (1 + 1/2 + 0) / 3.
    const scores = Float64Array.of(5, 5, 1, 0, 2, 9);
    expect(foldwiseAucOnly({ folds }, scores, truth)).toBe(0.5);
    expect(foldwiseAuc({ folds }, scores, truth)).toMatchObject({ auc: 0.5, positives: 2, negatives: 3 });
  });

  test('is unknown where no fold has both classes', () => {
    const one = Float64Array.of(1, 1, 1, 1, 1, 1);
    expect(foldwiseAucOnly({ folds }, truth, one)).toBe(0.5);
    expect(foldwiseAuc({ folds }, truth, one)).toBeUndefined();
  });
});

describe('shuffleWithinFolds', () => {
  test('keeps the labels of each fold, in other places', () => {
    const shuffled = labels.slice();
    shuffleWithinFolds(classifier, shuffled, seededRandom(2));
    expect(shuffled).not.toEqual(labels);
    for (const fold of classifier.folds) {
      const ones = (of: Float64Array): number => fold.filter((i) => of[i] === 1).length;
      expect(ones(shuffled)).toBe(ones(labels));
    }
  });
});
