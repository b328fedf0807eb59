import { expect, test } from 'vitest';
import { stump } from '../../../tests/support/models.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import type { TreeEnsemble } from '../tree-ensemble.ts';
import { meanChanges } from './mean-change.ts';
import { balancedPairs } from './row-pairs.ts';
import { exactOutputs, type Rows, treeShap } from './tree-shap.ts';

/** Adds 1 where the first column is above 0, 0.5 where the second is. */
const ADDITIVE: TreeEnsemble = {
  trees: [stump(0, 0, 0, 1), stump(1, 0, 0, 0.5)],
  treeOutput: new Int32Array(2),
  baseMargin: new Float32Array(1),
  link: 'identity',
  featureNames: ['first', 'second'],
};

const mean = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;

test('intervals hold the true change, contributions add up', () => {
  const random = seededRandom(11);
  const draw = (count: number, share: number): Rows => ({
    values: Float32Array.from({ length: 2 * count }, (_, i) =>
      random.uniform() < (i % 2 === 0 ? share : 0.5) ? 1 : -1,
    ),
    count,
  });
  const rounds = 60;
  let heldFirst = 0;
  let heldSecond = 0;
  for (let round = 0; round < rounds; round += 1) {
    const explained = draw(40, 0.6);
    const background = draw(30, 0.4);
    const pairs = balancedPairs(40, 30, 10, random);
    const contributions = treeShap(ADDITIVE, explained, background, pairs);
    const [first, second] = meanChanges(contributions, [[0], [1]], random);
    const total = mean(exactOutputs(ADDITIVE, explained)) - mean(exactOutputs(ADDITIVE, background));
    expect((first?.contribution ?? 0) + (second?.contribution ?? 0)).toBeCloseTo(total, 12);
    const holds = (interval: readonly [number, number] | undefined, value: number): boolean =>
      interval !== undefined && interval[0] <= value && value <= interval[1];
    if (holds(first?.interval, 0.2)) heldFirst += 1;
    if (holds(second?.interval, 0)) heldSecond += 1;
  }
  // 95 % − 3 standard errors of 60 rounds.
  for (const held of [heldFirst, heldSecond]) {
    expect(held / rounds).toBeGreaterThan(0.86);
  }
});

test('a group has the sum of its members', () => {
  const rows = { values: Float32Array.from([1, 1, -1, 1]), count: 2 };
  const others = { values: Float32Array.from([-1, -1, -1, 1]), count: 2 };
  const contributions = treeShap(ADDITIVE, rows, others, balancedPairs(2, 2, 5, seededRandom(1)));
  const [first, second] = meanChanges(contributions, [[0], [1]], seededRandom(1));
  const [both] = meanChanges(contributions, [[0, 1]], seededRandom(1));
  expect(both?.contribution).toBeCloseTo((first?.contribution ?? 0) + (second?.contribution ?? 0), 12);
  expect(first?.contribution).toBeCloseTo(0.5, 12);
  expect(second?.contribution).toBeCloseTo(0.25, 12);
});
