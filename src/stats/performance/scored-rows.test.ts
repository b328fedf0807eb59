import { expect, test } from 'vitest';
import { effectiveN, influenceVariance, logInterval, logitInterval, weightOf } from './scored-rows.ts';

test('rows without weights count once', () => {
  const rows = { scores: [0.1, 0.2, 0.3], labels: [0, 1, 1] };
  expect(effectiveN(rows)).toBe(3);
  expect(weightOf(rows, 1)).toBe(1);
});

test('the effective number does not depend on the scale of the weights', () => {
  const rows = { scores: [0.1, 0.2, 0.3, 0.4], labels: [0, 1, 1, 0] };
  expect(effectiveN({ ...rows, weights: [7, 7, 7, 7] })).toBeCloseTo(4, 12);
  // (1 + 3)² / (1 + 9).
  expect(effectiveN({ ...rows, weights: [1, 3, 0, 0] })).toBeCloseTo(1.6, 12);
  expect(effectiveN({ ...rows, weights: [0, 0, 0, 0] })).toBe(0);
});

test('the influence of a mean gives its usual variance', () => {
  // The mean of the labels 0, 0, 1, 1: sample variance 1/3 over 4 rows.
  const rows = { scores: [1, 2, 3, 4], labels: [0, 0, 1, 1] };
  const mean = {
    value: 0.5,
    ifPositive: Float64Array.of(0.5, 0.5, 0.5, 0.5),
    ifNegative: Float64Array.of(-0.5, -0.5, -0.5, -0.5),
  };
  expect(influenceVariance(rows, mean, 'outcomes')).toBeCloseTo(1 / 12, 12);
  // Labels that are certain have no error of their own; a coin's has p(1 − p)/n.
  expect(influenceVariance(rows, mean, 'labels')).toBe(0);
  expect(influenceVariance({ ...rows, labels: [0.5, 0.5, 0.5, 0.5] }, mean, 'labels')).toBeCloseTo(
    1 / 16,
    12,
  );
});

test('intervals stay inside their scale and are symmetric on it', () => {
  const [low, high] = logitInterval(0.98, 0.0004);
  expect(high).toBeLessThan(1);
  expect(Math.log(low / (1 - low)) + Math.log(high / (1 - high))).toBeCloseTo(2 * Math.log(0.98 / 0.02), 9);
  const [from, to] = logInterval(0.1, 0.01);
  expect(from).toBeGreaterThan(0);
  expect(from * to).toBeCloseTo(0.01, 12);
  expect(logitInterval(1, 0.01)).toEqual([1, 1]);
  expect(logInterval(0, 0.01)).toEqual([0, 0]);
});
