import { expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { averagePrecision } from './average-precision.ts';
import { influenceVariance } from './scored-rows.ts';

const ROWS = {
  scores: [0.1, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9],
  labels: [0, 0, 1, 1, 0, 1, 0, 1],
};

test("equals scikit-learn's average_precision_score, ties included", () => {
  expectScipy(averagePrecision(ROWS)?.value, 0.7708333333333333);
});

test('a weight of two is the row twice', () => {
  const twice = { scores: [...ROWS.scores, 0.65], labels: [...ROWS.labels, 1] };
  const weights = [1, 1, 1, 1, 1, 2, 1, 1];
  expectScipy(averagePrecision({ ...ROWS, weights })?.value, averagePrecision(twice)?.value ?? 0);
});

test('the influence of a row is what a little more of it does to the value', () => {
  const found = averagePrecision(ROWS);
  const more = 1e-6;
  ROWS.labels.forEach((label, row) => {
    const weights = ROWS.labels.map((_, i) => 1 + (i === row ? more : 0));
    const change = (averagePrecision({ ...ROWS, weights })?.value ?? 0) - (found?.value ?? 0);
    const influence = (label === 1 ? found?.ifPositive : found?.ifNegative)?.[row] ?? 0;
    expect(change / more).toBeCloseTo(influence / ROWS.labels.length, 4);
  });
});

test('is nothing without positives, and 1 without an error where all of them come first', () => {
  expect(averagePrecision({ scores: [0.1, 0.2], labels: [0, 0] })).toBeUndefined();
  const perfect = { scores: [0.1, 0.2, 0.8, 0.9], labels: [0, 0, 1, 1] };
  const found = averagePrecision(perfect);
  expect(found?.value).toBe(1);
  if (found !== undefined) expect(influenceVariance(perfect, found, 'outcomes')).toBeCloseTo(0, 12);
});
