import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import {
  foldWeights,
  outOfFoldScores,
  ridgeClassifier,
  shuffleWithinFolds,
  stratifiedFolds,
} from './ridge-classifier.ts';
import { denseRows } from './sparse-rows.ts';

const SIZE = 24;
const WIDTH = 3;
const points = (() => {
  const random = seededRandom(4);
  return Array.from({ length: SIZE }, (_, i) =>
    Array.from({ length: WIDTH }, () => random.normal() + (i < SIZE / 2 ? 0 : 1)),
  );
})();
const labels = Float64Array.from({ length: SIZE }, (_, i) => (i < SIZE / 2 ? 0 : 1));
const folds = stratifiedFolds(labels, seededRandom(7));
const classifier = ridgeClassifier(denseRows(Float64Array.from(points.flat()), WIDTH), folds);

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

/** Ridge regression with penalty 1, fitted on the rows outside a fold by its normal equations. */
function refitted(fold: Int32Array, labels: Float64Array): number[] {
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const train = points.flatMap((point, i) =>
    fold.includes(i) ? [] : [{ point, label: (labels[i] ?? 0) - mean }],
  );
  const columns = Array.from({ length: WIDTH }, (_, j) => j);
  return solve(
    columns.map((a) =>
      columns.map((b) =>
        train.reduce((sum, { point }) => sum + (point[a] ?? 0) * (point[b] ?? 0), a === b ? 1 : 0),
      ),
    ),
    columns.map((a) => train.reduce((sum, { point, label }) => sum + (point[a] ?? 0) * label, 0)),
  );
}

describe('ridgeClassifier', () => {
  test('cuts five folds that hold every item once and both classes alike', () => {
    expect(folds).toHaveLength(5);
    expect(folds.flatMap((fold) => [...fold]).toSorted((a, b) => a - b)).toEqual(points.map((_, i) => i));
    for (const fold of folds) {
      const ones = fold.filter((i) => labels[i] === 1).length;
      expect(Math.abs(ones - (fold.length - ones))).toBeLessThanOrEqual(1);
    }
  });

  test.each([
    ['as many of both labels', labels],
    ['few ones', labels.map((label, i) => (i % 3 === 0 ? label : 0))],
    ['few zeros', labels.map((label, i) => (i % 3 === 0 ? label : 1))],
  ])('scores each fold as the model that is fitted without it: %s', (_, labels) => {
    const scores = outOfFoldScores(classifier, labels);
    folds.forEach((fold, f) => {
      const expected = refitted(fold, labels);
      expect([...(foldWeights(classifier, labels)[f] ?? [])]).toEqual(
        expected.map((weight) => expect.closeTo(weight, 10)),
      );
      for (const i of fold) {
        const score = expected.reduce((sum, weight, j) => sum + weight * (points[i]?.[j] ?? 0), 0);
        expect(scores[i]).toBeCloseTo(score, 8);
      }
    });
  });
});

describe('shuffleWithinFolds', () => {
  test('keeps the labels of each fold, in other places', () => {
    const shuffled = labels.slice();
    shuffleWithinFolds(folds, shuffled, seededRandom(2));
    expect(shuffled).not.toEqual(labels);
    for (const fold of folds) {
      const ones = (of: Float64Array): number => fold.filter((i) => of[i] === 1).length;
      expect(ones(shuffled)).toBe(ones(labels));
    }
  });
});
