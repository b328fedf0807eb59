import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { areaUnderCurve } from './auc.ts';
import { pairedAuc, unpairedAuc } from './paired-auc.ts';

const LABELS = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
const FIRST = [0.9, 0.8, 0.4, 0.35, 0.7, 0.5, 0.3, 0.2, 0.6, 0.1, 0.35];
const SECOND = [0.85, 0.9, 0.6, 0.5, 0.75, 0.45, 0.2, 0.3, 0.55, 0.15, 0.5];

test('paired AUC: difference, interval and p as by the definition (all pairs, NumPy and SciPy)', () => {
  const result = pairedAuc(FIRST, SECOND, LABELS);
  expect(result?.difference).toBeCloseTo(0.09999999999999998, 12);
  expect(result?.interval[0]).toBeCloseTo(-0.08708275747407096, 12);
  expect(result?.interval[1]).toBeCloseTo(0.2870827574740709, 12);
  expect(result?.p).toBeCloseTo(0.29480199193370504, 12);
});

test('a model against itself differs by nothing', () => {
  expect(pairedAuc(FIRST, FIRST, LABELS)).toMatchObject({ difference: 0, interval: [0, 0], p: 1 });
  expect(
    pairedAuc(
      FIRST,
      SECOND,
      LABELS.map(() => 1),
    ),
  ).toBeNull();
});

test('two equally good models are told apart in about 5 % of samples', () => {
  const random = seededRandom(5);
  let found = 0;
  const trials = 400;
  for (let trial = 0; trial < trials; trial += 1) {
    const labels = Array.from({ length: 150 }, () => random.below(2));
    const noisy = () => labels.map((label) => label + 1.5 * random.normal());
    const result = pairedAuc(noisy(), noisy(), labels);
    if (result !== null && result.p < 0.05) found += 1;
  }
  // 5 % ± three standard errors of 400 trials.
  expect(found / trials).toBeGreaterThan(0.015);
  expect(found / trials).toBeLessThan(0.085);
});

test('of different rows the variances add up', () => {
  const [first, second] = [areaUnderCurve(FIRST, LABELS), areaUnderCurve(SECOND, LABELS)];
  const found = unpairedAuc({ scores: FIRST, labels: LABELS }, { scores: SECOND, labels: LABELS });
  const half = 1.959963984540054 * Math.sqrt((first?.variance ?? 0) + (second?.variance ?? 0));
  expect(found?.difference).toBeCloseTo(0.1, 12);
  expect(found?.interval[1]).toBeCloseTo(0.1 + half, 12);
  expect(unpairedAuc({ scores: [], labels: [] }, { scores: SECOND, labels: LABELS })).toBeNull();
});
