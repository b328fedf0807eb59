import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { allPairs, balancedPairs, type RowPairs } from './row-pairs.ts';

/** Total weight of every row of one side. */
function weights(pairs: RowPairs, side: 'explained' | 'background', count: number): number[] {
  const totals = new Array<number>(count).fill(0);
  pairs[side].forEach((row, t) => {
    totals[row] = (totals[row] ?? 0) + (pairs.weight[t] ?? 0);
  });
  return totals;
}

test.each([
  [303, 1_200, 5],
  [97, 89, 3],
  [500, 500, 2],
])('%i rows against %i: every row weighs the same', (n, m, layers) => {
  const pairs = balancedPairs(n, m, layers, seededRandom(1));
  expect(pairs.weight.length).toBeLessThanOrEqual(layers * (n + m - 1));
  for (const weight of weights(pairs, 'explained', n)) expect(weight).toBeCloseTo(1 / n, 14);
  for (const weight of weights(pairs, 'background', m)) expect(weight).toBeCloseTo(1 / m, 14);
  const layer = pairs.weight.length / layers;
  expect(pairs.background.slice(0, layer)).not.toEqual(pairs.background.slice(layer, 2 * layer));
});

test('few rows are all paired', () => {
  expect(balancedPairs(3, 4, 5, seededRandom(1))).toEqual(allPairs(3, 4));
});
