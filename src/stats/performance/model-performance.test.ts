import { describe, expect, test } from 'vitest';
import { calibrated } from '../../../tests/support/calibrated.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { modelPerformance } from './model-performance.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9];
const LABELS = [0, 0, 1, 1, 0, 1, 0, 1];

describe('modelPerformance', () => {
  test("equals scikit-learn's AUC and average precision, ties included", () => {
    const result = ok(modelPerformance(SCORES, LABELS));
    expectScipy(result.auc.value, 0.78125);
    expectScipy(result.prAuc.value, 0.7708333333333333);
  });

  test('equals Brier score, log-loss and confusion matrix by hand', () => {
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

  test("equals scikit-learn's Brier score and log-loss", () => {
    const result = ok(modelPerformance(SCORES, LABELS));
    expectScipy(result.brier.value, 0.180625);
    expectScipy(result.logLoss.value, 0.5322345888419119);
  });

  test('has a finite log-loss where a certain score was wrong', () => {
    expect(ok(modelPerformance([0, 1], [1, 0])).logLoss.value).toBeCloseTo(-Math.log(1e-15), 9);
  });

  test('covers the true AUC of 5/6 with its interval', () => {
    // Scores uniform, outcome probability equal to the score: AUC = 5/6.
    let covered = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { scores, labels } = calibrated(150, seed);
      const [low, high] = ok(modelPerformance(scores, labels)).auc.interval;
      if (low <= 5 / 6 && 5 / 6 <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(53);
  });

  test('has no AUC for one class and no figure for one row', () => {
    expect(modelPerformance([0.1, 0.2], [0, 0])).toMatchObject({ status: 'not-applicable' });
    expect(modelPerformance([0.1], [1])).toMatchObject({ status: 'not-enough-data' });
  });
});
