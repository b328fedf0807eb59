import { describe, expect, it } from 'vitest';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { seededRandom } from '../distributions/random.ts';
import { calibrate, fitIsotonic, fitPlatt } from './calibration-map.ts';
import { modelPerformance } from './model-performance.ts';
import { performanceFigures } from './performance-figures.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9];
const LABELS = [0, 0, 1, 1, 0, 1, 0, 1];

/** Outcomes that follow the scores exactly as the scores say. */
function calibrated(n: number, seed: number): { scores: number[]; labels: number[] } {
  const random = seededRandom(seed);
  const scores = Array.from({ length: n }, () => random.uniform());
  return { scores, labels: scores.map((score) => (random.uniform() < score ? 1 : 0)) };
}

describe('modelPerformance', () => {
  it("equals scikit-learn's AUC and average precision, ties included", () => {
    const result = ok(modelPerformance(SCORES, LABELS));
    expectScipy(result.auc.value, 0.78125);
    expectScipy(result.prAuc.value, 0.7708333333333333);
  });

  it('equals Brier score, log-loss and confusion matrix by hand', () => {
    const result = ok(modelPerformance([0.25, 0.75, 0.5], [0, 1, 1]));
    expectScipy(result.brier.value, (0.0625 + 0.0625 + 0.25) / 3);
    expectScipy(result.logLoss.value, -(2 * Math.log(0.75) + Math.log(0.5)) / 3);
    expect(result.confusion).toMatchObject({
      truePositives: 1,
      falsePositives: 0,
      trueNegatives: 1,
      falseNegatives: 1,
      precision: { value: 1, successes: 1, total: 1 },
    });
  });

  it('covers the true AUC of 5/6 with its interval', () => {
    // Scores uniform, outcome probability equal to the score: AUC = 5/6.
    let covered = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { scores, labels } = calibrated(150, seed);
      const [low, high] = ok(modelPerformance(scores, labels)).auc.interval;
      if (low <= 5 / 6 && 5 / 6 <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(53);
  });

  it('has no AUC for one class and no figure for one row', () => {
    expect(modelPerformance([0.1, 0.2], [0, 0])).toMatchObject({ status: 'not-applicable' });
    expect(modelPerformance([0.1], [1])).toMatchObject({ status: 'not-enough-data' });
  });
});

describe('fitIsotonic', () => {
  it('pools adjacent violators, by hand', () => {
    const map = fitIsotonic([0.1, 0.2, 0.3, 0.4], [0, 1, 0, 1]);
    expect([0, 0.2, 0.3, 0.4, 1].map((score) => calibrate(map, score))).toEqual([0, 0.5, 0.5, 1, 1]);
    expect(calibrate(map, 0.15)).toBeCloseTo(0.25, 12);
  });
});

describe('fitPlatt', () => {
  it('leaves scores that are already calibrated about where they are', () => {
    const { scores, labels } = calibrated(4000, 3);
    const map = fitPlatt(scores, labels);
    for (const score of [0.1, 0.5, 0.9]) expect(Math.abs(calibrate(map, score) - score)).toBeLessThan(0.03);
  });

  it('stays finite where the classes can be told apart perfectly', () => {
    const map = fitPlatt([0, 0, 1, 1], [0, 0, 1, 1]);
    expect(calibrate(map, 0)).toBeLessThan(0.5);
    expect(calibrate(map, 1)).toBeGreaterThan(0.5);
  });
});

describe('an estimate', () => {
  it('foretells what then happens under covariate shift', () => {
    const reference = calibrated(3000, 5);
    const map = fitIsotonic(reference.scores, reference.labels);
    const random = seededRandom(9);
    const scores = Array.from({ length: 2000 }, () => random.uniform() ** 2);
    const labels = scores.map((score) => (random.uniform() < score ? 1 : 0));
    const expected = scores.map((score) => calibrate(map, score));
    const estimate = performanceFigures({ scores, labels: expected }, { threshold: 0.5, source: 'labels' });
    const realised = ok(modelPerformance(scores, labels));
    expect(Math.abs((estimate?.rocAuc?.value ?? 0) - realised.auc.value)).toBeLessThan(0.03);
    expect(Math.abs((estimate?.accuracy.value ?? 0) - (realised.confusion.accuracy.value ?? 0))).toBeLessThan(
      0.03,
    );
    expect(estimate?.accuracy.interval[0]).toBeLessThan(estimate?.accuracy.value ?? 0);
  });
});
