import { expect, test } from 'vitest';
import { calibrationError } from './calibration-error.ts';

const times = (n: number, make: (i: number) => number): number[] =>
  Array.from({ length: n }, (_, i) => make(i));

test('is the mean distance of score and rate over rows, by hand', () => {
  // 60 rows at 0.25 of which 30 engaged, 40 rows at 0.75 of which 30 did: 0.6 × 0.25 + 0.4 × 0.
  const rows = {
    scores: times(100, (i) => (i < 60 ? 0.25 : 0.75)),
    labels: times(100, (i) => (i < 60 ? i % 2 : i < 90 ? 1 : 0)),
  };
  const { value, interval } = calibrationError(rows, 'outcomes');
  expect(value).toBeCloseTo(0.15, 12);
  expect(interval[0]).toBeGreaterThan(0);
  expect(interval[0]).toBeLessThan(0.15);
  expect(interval[1]).toBeGreaterThan(0.15);
});

test('an error that noise explains may be 0', () => {
  const rows = { scores: times(100, () => 0.5), labels: times(100, (i) => (i < 54 ? 1 : 0)) };
  expect(calibrationError(rows, 'outcomes')).toMatchObject({ value: expect.closeTo(0.04, 9) });
  expect(calibrationError(rows, 'outcomes').interval[0]).toBe(0);
});

test('a weight of two is the row twice, up to the error', () => {
  const once = { scores: [0.2, 0.2, 0.9], labels: [0, 1, 1], weights: [1, 2, 1] };
  const twice = { scores: [0.2, 0.2, 0.2, 0.9], labels: [0, 1, 1, 1] };
  expect(calibrationError(once, 'outcomes').value).toBeCloseTo(calibrationError(twice, 'outcomes').value, 12);
});
