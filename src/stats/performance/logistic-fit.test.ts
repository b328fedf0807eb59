import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { fitLogistic, logisticChance, quadraticForm } from './logistic-fit.ts';

test('a column of ones alone gives the log-odds of the share, and its variance 1/(n·p·(1 − p))', () => {
  const labels = Array.from({ length: 400 }, (_, i) => (i < 100 ? 1 : 0));
  const fit = fitLogistic([new Float64Array(400).fill(1)], labels);
  expect(fit.coefficients[0]).toBeCloseTo(Math.log(1 / 3), 4);
  expect(fit.covariance[0]).toBeCloseTo(1 / (400 * 0.25 * 0.75), 5);
});

test('finds the coefficients that made the labels, within their errors', () => {
  const random = seededRandom(8);
  const n = 20_000;
  const columns = [new Float64Array(n).fill(1), Float64Array.from({ length: n }, () => random.normal())];
  const labels = Array.from({ length: n }, (_, i) =>
    random.uniform() < logisticChance(columns, Float64Array.of(-0.5, 1.3), i) ? 1 : 0,
  );
  const { coefficients, covariance } = fitLogistic(columns, labels);
  const error = (slopes: number[]): number => Math.sqrt(quadraticForm(covariance, Float64Array.from(slopes)));
  expect(Math.abs((coefficients[0] ?? 0) + 0.5) / error([1, 0])).toBeLessThan(3);
  expect(Math.abs((coefficients[1] ?? 0) - 1.3) / error([0, 1])).toBeLessThan(3);
  expect(error([0, 1])).toBeLessThan(0.03);
});

test('columns that say the same, and classes that are apart, leave it finite', () => {
  const x = Float64Array.from({ length: 60 }, (_, i) => i);
  const labels = Array.from(x, (value) => (value < 30 ? 0 : 1));
  const fit = fitLogistic([new Float64Array(60).fill(1), x, x], labels);
  expect(fit.coefficients.every(Number.isFinite)).toBe(true);
  expect(fit.covariance.every(Number.isFinite)).toBe(true);
});
