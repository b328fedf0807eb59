import { expect, test } from 'vitest';
import { shareOfOrders } from '../../../../tests/support/orders.ts';
import { expectScipy } from '../../../../tests/support/tolerance.ts';
import { mannWhitneyExactTail } from './mann-whitney-exact.ts';

test.each([
  [3, 4],
  [5, 5],
  [8, 2],
])('mannWhitneyExactTail is the share of all orders of %d and %d values with a U that small', (m, n) => {
  for (let u = 0; u <= m * n; u++) {
    const share = shareOfOrders(
      m,
      n,
      // A rank counts the values below it: those of its own sample and the pairs it wins.
      (first) => first.reduce((wins, rank, i) => wins + rank - i, 0) <= u,
    );
    expect(mannWhitneyExactTail(u, m, n)).toBeCloseTo(share, 13);
  }
});

test('mannWhitneyExactTail does not overflow for hundreds of values', () => {
  // scipy.stats.mannwhitneyu(numpy.arange(300) + .5, numpy.arange(7) * 40., method='exact'), two-sided: U = 1260 of 2100.
  expectScipy(2 * mannWhitneyExactTail(2100 - 1260, 300, 7), 0.37464628148542317);
  expect(mannWhitneyExactTail(2100, 300, 7)).toBe(1);
});
