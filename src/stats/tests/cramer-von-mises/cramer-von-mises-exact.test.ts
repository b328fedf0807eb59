import { expect, test } from 'vitest';
import { shareOfOrders } from '../../../../tests/support/orders.ts';
import { cramerVonMisesExactP } from './cramer-von-mises-exact.ts';

/** U of Anderson (1962), equation 10, from the zero-based ranks of each sample in both. */
function statistic(first: readonly number[], second: readonly number[]): number {
  const squares = (ranks: readonly number[]) => ranks.reduce((sum, rank, i) => sum + (rank - i) ** 2, 0);
  return first.length * squares(first) + second.length * squares(second);
}

test.each([
  [3, 4],
  [5, 5],
  [6, 3],
  [4, 8],
])('cramerVonMisesExactP is the share of all orders of %d and %d values that are as extreme', (m, n) => {
  const observed = Array.from({ length: m }, (_, i) => i);
  const rest = Array.from({ length: n }, (_, i) => m + i);
  const middle = [1, ...observed.slice(1).map((i) => i + 1)];
  const middleRest = [0, ...rest.slice(1)];
  const typical = Array.from({ length: m }, (_, i) => Math.floor(((i + 0.5) * (m + n)) / m));
  const typicalRest = Array.from({ length: m + n }, (_, i) => i).filter((i) => !typical.includes(i));
  for (const u of [
    statistic(observed, rest),
    statistic(middle, middleRest),
    statistic(typical, typicalRest),
  ]) {
    const share = shareOfOrders(m, n, (first, second) => statistic(first, second) >= u);
    expect(cramerVonMisesExactP(u, m, n)).toBeCloseTo(share, 14);
  }
});
