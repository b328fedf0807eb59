import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { areaUnderCurve } from '../../stats/performance/auc.ts';
import { evaluateTrees } from '../tree-ensemble.ts';
import { boost, SMALL_DATA_PARAMETERS } from './booster.ts';

/** Two columns; the outcome is "exactly one of them is above 0.5", which no single split can separate. */
function exclusiveOr(n: number, seed: number) {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: 2 * n }, () => random.uniform());
  const labels = Uint8Array.from({ length: n }, (_, i) =>
    (values[2 * i] as number) > 0.5 !== (values[2 * i + 1] as number) > 0.5 ? 1 : 0,
  );
  return { matrix: { names: ['a', 'b'], values, rows: n }, labels };
}

const parameters = { ...SMALL_DATA_PARAMETERS, maxRounds: 150, learningRate: 0.2, columnSample: 1 };

test('learns an interaction that it has to split twice for', () => {
  const training = exclusiveOr(400, 1);
  const test = exclusiveOr(400, 2);
  const { ensemble } = boost(
    training.matrix,
    training.labels,
    new Float64Array(400).fill(1),
    parameters,
    seededRandom(5),
  );
  const scores = evaluateTrees(ensemble, test.matrix.values, 400);
  expect(areaUnderCurve(scores, test.labels)?.auc).toBeGreaterThan(0.97);
});

test('the same seed gives the same trees, another seed others', () => {
  const { matrix, labels } = exclusiveOr(200, 1);
  const weights = new Float64Array(200).fill(1);
  const run = (seed: number) =>
    boost(matrix, labels, weights, { ...parameters, maxRounds: 5 }, seededRandom(seed)).ensemble.trees;
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

test('without rounds the score is the weighted rate of the positive class', () => {
  const matrix = { names: ['a'], values: new Float32Array([0, 0, 0, 0]), rows: 4 };
  const labels = new Uint8Array([1, 0, 0, 0]);
  // Weights 3 and 1: 3 / (3 + 3).
  const { ensemble } = boost(
    matrix,
    labels,
    new Float64Array([3, 1, 1, 1]),
    { ...parameters, maxRounds: 0 },
    seededRandom(1),
  );
  expect(evaluateTrees(ensemble, matrix.values, 1)[0]).toBeCloseTo(0.5, 6);
});

test('on pure noise it stops early', () => {
  const random = seededRandom(9);
  const noise = (n: number) => ({
    matrix: {
      names: ['a', 'b'],
      values: Float32Array.from({ length: 2 * n }, () => random.uniform()),
      rows: n,
    },
    labels: Uint8Array.from({ length: n }, () => random.below(2)),
  });
  const training = noise(300);
  const validation = noise(300);
  const limits = { ...parameters, maxRounds: 500, patience: 20 };
  const { validationLoss } = boost(
    training.matrix,
    training.labels,
    new Float64Array(300).fill(1),
    limits,
    seededRandom(1),
    validation,
  );
  expect(validationLoss.length).toBeLessThan(100);
  // ln 2 is the log loss of a constant 0.5.
  expect(Math.min(...validationLoss)).toBeGreaterThan(0.67);
});
