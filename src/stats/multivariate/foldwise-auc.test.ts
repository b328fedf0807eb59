import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { foldwiseAuc, foldwiseAucOnly } from './foldwise-auc.ts';

describe('AUC within folds', () => {
  const folds = [Int32Array.of(0, 1, 2), Int32Array.of(3, 4), Int32Array.of(5)];
  const truth = Float64Array.of(1, 0, 0, 1, 0, 1);

  test('weighs the folds by their pairs, ties one half, and passes over folds of one class', () => {
    // First fold: one pair won, one tied of two. Second: one of one lost. (1 + 1/2 + 0) / 3.
    const scores = Float64Array.of(5, 5, 1, 0, 2, 9);
    expect(foldwiseAucOnly(folds, scores, truth)).toBe(0.5);
    expect(foldwiseAuc(folds, scores, truth)).toMatchObject({ auc: 0.5, positives: 2, negatives: 3 });
  });

  test('both ways to compute it agree on tied scores', () => {
    const random = seededRandom(6);
    const scores = Float64Array.from({ length: 60 }, () => random.below(8));
    const labels = Float64Array.from(scores, () => random.below(2));
    const halves = [0, 30].map((from) => Int32Array.from({ length: 30 }, (_, i) => from + i));
    expect(foldwiseAucOnly(halves, scores, labels)).toBeCloseTo(
      foldwiseAuc(halves, scores, labels)?.auc ?? 0,
      12,
    );
  });

  test('is unknown where no fold has both classes', () => {
    const one = Float64Array.of(1, 1, 1, 1, 1, 1);
    expect(foldwiseAucOnly(folds, truth, one)).toBe(0.5);
    expect(foldwiseAuc(folds, truth, one)).toBeUndefined();
  });
});
