import { expect, test } from 'vitest';
import { shareOfOrders } from '../../../../tests/support/orders.ts';
import { expectScipy } from '../../../../tests/support/tolerance.ts';
import { ksExactP } from './ks-exact.ts';

/** Largest gap of the two empirical distribution functions, in steps of 1/(m·n). */
function gap(first: readonly number[], m: number, n: number): number {
  let [seen, largest] = [0, 0];
  for (let rank = 0; rank < m + n; rank++) {
    if (first[seen] === rank) seen++;
    largest = Math.max(largest, Math.abs(seen * n - (rank + 1 - seen) * m));
  }
  return largest;
}

test.each([
  [3, 4],
  [5, 5],
  [4, 6],
  [9, 2],
])('ksExactP is the share of all orders of %d and %d values with a gap that large', (m, n) => {
  const divisor = greatestCommonDivisor(m, n);
  for (let steps = divisor; steps <= m * n; steps += divisor) {
    const share = shareOfOrders(m, n, (first) => gap(first, m, n) >= steps);
    expect(ksExactP(steps / (m * n), m, n)).toBeCloseTo(share, 13);
  }
});

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

test('ksExactP is symmetric in the sizes, 1 at no gap, and 0 below the smallest double', () => {
  // scipy.stats.ks_2samp(numpy.arange(8.), numpy.arange(12) * 1.1 + 2.05, method='exact').
  expectScipy(ksExactP(7 / 12, 8, 12), 0.05566404699531634);
  expect(ksExactP(7 / 12, 12, 8)).toBe(ksExactP(7 / 12, 8, 12));
  expect(ksExactP(0, 8, 12)).toBe(1);
  expect(ksExactP(0.9, 5000, 4000)).toBe(0);
});
