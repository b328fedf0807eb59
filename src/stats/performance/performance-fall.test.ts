import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { areaUnderCurve } from './auc.ts';
import { detectableFall, differenceError, fallInErrors } from './performance-fall.ts';

/** Labels of rate 0.4 whose logits differ by `shift` standard deviations. */
function auc(random: ReturnType<typeof seededRandom>, n: number, shift: number) {
  const labels = Array.from({ length: n }, () => (random.uniform() < 0.4 ? 1 : 0));
  const scores = labels.map((label) => random.normal() + label * shift);
  const area = areaUnderCurve(scores, labels);
  return { value: area?.auc ?? 0.5, variance: area?.variance ?? 0 };
}

test('an unchanged AUC exceeds 1.645 in one comparison of twenty', () => {
  const random = seededRandom(11);
  const repetitions = 1_000;
  let above = 0;
  for (let i = 0; i < repetitions; i++) {
    if (fallInErrors(auc(random, 500, 1), auc(random, 200, 1)) > 1.645) above++;
  }
  expect(above / repetitions).toBeGreaterThan(0.03);
  expect(above / repetitions).toBeLessThan(0.07);
});

test('the detectable fall is found four times in five', () => {
  const random = seededRandom(12);
  const critical = 1.645;
  // AUC 0.76 before; after it what is just detectable with these sizes, by the normal law of two equal variances.
  const before = auc(random, 40_000, 1);
  const error = differenceError(
    { value: 0, variance: before.variance * 20 },
    { value: 0, variance: before.variance * 50 },
  );
  const fall = detectableFall(error, critical);
  const shift = solveShift(0.7602 - fall);
  const repetitions = 1_000;
  let found = 0;
  for (let i = 0; i < repetitions; i++) {
    if (fallInErrors(auc(random, 2_000, 1), auc(random, 800, shift)) > critical) found++;
  }
  expect(found / repetitions).toBeGreaterThan(0.76);
  expect(found / repetitions).toBeLessThan(0.86);
});

test('a fall within the tolerance counts for nothing, and no error is no fall', () => {
  expect(fallInErrors({ value: 0.8, variance: 1e-4 }, { value: 0.79, variance: 0 }, 0.01)).toBeCloseTo(0, 9);
  expect(fallInErrors({ value: 0.8, variance: 0 }, { value: 0.1, variance: 0 })).toBe(0);
});

/** The shift of two normal laws with this AUC, Φ(shift/√2), by bisection on a large sample's law. */
function solveShift(target: number): number {
  const phi = (z: number): number => {
    // Abramowitz and Stegun 7.1.26, error below 1.5e-7.
    const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
    const tail =
      t *
      (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
      Math.exp((-z * z) / 2);
    return z >= 0 ? 1 - tail / 2 : tail / 2;
  };
  let [low, high] = [0, 3];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (phi(middle / Math.SQRT2) < target) low = middle;
    else high = middle;
  }
  return low;
}
