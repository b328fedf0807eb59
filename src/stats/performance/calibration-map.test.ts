import { describe, expect, test } from 'vitest';
import { calibrated } from '../../../tests/support/calibrated.ts';
import { calibrate, fitIsotonic, fitPlatt } from './calibration-map.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9];
const LABELS = [0, 0, 1, 1, 0, 1, 0, 1];

describe('fitIsotonic', () => {
  test("equals scikit-learn's IsotonicRegression, ties, gaps and ends included", () => {
    const map = fitIsotonic(SCORES, LABELS);
    const expected = [0, 0, 1 / 3, 0.5, 0.5666666666666667, 2 / 3, 5 / 6, 1, 1];
    [0, 0.1, 0.3, 0.36, 0.5, 0.7, 0.85, 0.9, 1].forEach((score, i) => {
      expect(calibrate(map, score), String(score)).toBeCloseTo(expected[i] ?? Number.NaN, 12);
    });
  });

  test('pools adjacent violators, by hand', () => {
    const map = fitIsotonic([0.1, 0.2, 0.3, 0.4], [0, 1, 0, 1]);
    expect([0, 0.2, 0.3, 0.4, 1].map((score) => calibrate(map, score))).toEqual([0, 0.5, 0.5, 1, 1]);
    expect(calibrate(map, 0.15)).toBeCloseTo(0.25, 12);
  });
});

describe('fitPlatt', () => {
  test('is the maximum of the likelihood of his smoothed targets, by SciPy', () => {
    const map = fitPlatt(SCORES, LABELS);
    if (map.kind !== 'platt') throw new Error('another kind of map');
    expect(map.slope).toBeCloseTo(0.55279467, 7);
    expect(map.intercept).toBeCloseTo(-0.07308297, 7);
  });

  test('leaves scores that are already calibrated about where they are', () => {
    const { scores, labels } = calibrated(4000, 3);
    const map = fitPlatt(scores, labels);
    for (const score of [0.1, 0.5, 0.9]) expect(Math.abs(calibrate(map, score) - score)).toBeLessThan(0.03);
  });

  test('stays finite where the classes can be told apart perfectly', () => {
    const map = fitPlatt([0, 0, 1, 1], [0, 0, 1, 1]);
    expect(calibrate(map, 0)).toBeLessThan(0.5);
    expect(calibrate(map, 1)).toBeGreaterThan(0.5);
  });
});
