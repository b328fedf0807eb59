import { describe, expect, test } from 'vitest';
import { calibrated } from '../../../tests/support/calibrated.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { seededRandom } from '../distributions/random.ts';
import { fitIsotonic } from './calibration-map.ts';
import { estimatePerformance } from './estimated-performance.ts';
import { modelPerformance } from './model-performance.ts';

describe('estimatePerformance', () => {
  test('foretells what then happens under covariate shift', () => {
    const reference = calibrated(3000, 5);
    const map = fitIsotonic(reference.scores, reference.labels);
    const random = seededRandom(9);
    const scores = Array.from({ length: 2000 }, () => random.uniform() ** 2);
    const labels = scores.map((score) => (random.uniform() < score ? 1 : 0));
    const estimate = ok(estimatePerformance(scores, map));
    const realised = ok(modelPerformance(scores, labels));
    expect(Math.abs((estimate.auc?.value ?? 0) - realised.auc.value)).toBeLessThan(0.03);
    expect(Math.abs(estimate.accuracy.value - (realised.confusion.accuracy.value ?? 0))).toBeLessThan(0.03);
    expect(estimate.accuracy.interval[0]).toBeLessThan(estimate.accuracy.value);
  });

  test('expects what all outcomes together give, each weighted by its probability', () => {
    const scores = [0.2, 0.6, 0.6, 0.9];
    const map = { kind: 'isotonic', scores: [0, 1], probabilities: [0.1, 0.9] } as const;
    const chances = scores.map((score) => 0.1 + 0.8 * score);
    let [accuracy, positiveRate, brier, won, pairs] = [0, 0, 0, 0, 0];
    for (let outcome = 0; outcome < 16; outcome++) {
      const labels = scores.map((_, i) => (outcome >> i) & 1);
      const weight = labels.reduce(
        (p, label, i) => p * (label === 1 ? (chances[i] ?? 0) : 1 - (chances[i] ?? 0)),
        1,
      );
      scores.forEach((score, i) => {
        const label = labels[i] ?? 0;
        accuracy += (weight * Number(score > 0.5 === (label === 1))) / 4;
        positiveRate += (weight * label) / 4;
        brier += (weight * (score - label) ** 2) / 4;
        scores.forEach((other, j) => {
          if (label !== 1 || labels[j] !== 0) return;
          pairs += weight;
          won += weight * (score > other ? 1 : score === other ? 0.5 : 0);
        });
      });
    }
    const estimate = ok(estimatePerformance(scores, map));
    expectScipy(estimate.accuracy.value, accuracy);
    expectScipy(estimate.positiveRate.value, positiveRate);
    expectScipy(estimate.brier.value, brier);
    expectScipy(estimate.auc?.value, won / pairs);
  });

  test('has an interval that realised figures fall into as often as it says', () => {
    const map = { kind: 'isotonic', scores: [0, 1], probabilities: [0, 1] } as const;
    let inside = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { scores, labels } = calibrated(200, 1_000 + seed);
      const { accuracy } = ok(estimatePerformance(scores, map, { seed }));
      const correct = scores.filter((score, i) => score > 0.5 === (labels[i] === 1)).length / 200;
      if (accuracy.interval[0] <= correct && correct <= accuracy.interval[1]) inside++;
    }
    // Binomial(60, 0.95): below 51 in fewer than 2 of 1,000 cases.
    expect(inside).toBeGreaterThanOrEqual(51);
  });

  test('says what it cannot estimate', () => {
    const certain = { kind: 'isotonic', scores: [0, 1], probabilities: [1, 1] } as const;
    expect(ok(estimatePerformance([0.3, 0.4], certain)).auc).toBeUndefined();
    expect(estimatePerformance([0.5], certain, { minimum: 2 })).toMatchObject({
      status: 'not-enough-data',
      minimum: 2,
    });
  });
});
