import { describe, expect, test } from 'vitest';
import { testAgainstScipy } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, expectTail } from '../../../../tests/support/tolerance.ts';
import { fisherExactP } from './fisher-exact.ts';

/** Binomial coefficient n over k, exact. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

describe('fisherExactP', () => {
  testAgainstScipy('categorical', ({ reference, production, expected }) => {
    if (typeof expected.fisher !== 'number') return;
    const [a = 0, b = 0] = reference;
    const [c = 0, d = 0] = production;
    expectTail(fisherExactP(a, b, c, d), expected.fisher);
  });

  test('equals scipy.stats.fisher_exact, also where one side is a million', () => {
    expectScipy(fisherExactP(3, 17, 12, 9), 0.00884048268676175);
    expectScipy(fisherExactP(3, 100_000, 40, 900_000), 0.7973163843549733);
  });

  test('is the share of all tables with the same margins that are no more probable, in whole numbers', () => {
    for (const [a, b, c, d] of [
      [3, 1, 1, 3],
      [5, 0, 1, 4],
      [2, 8, 7, 3],
      [4, 4, 4, 4],
    ] as const) {
      const ways = (k: number): bigint => choose(a + b, k) * choose(c + d, a + c - k);
      const tables = Array.from({ length: a + c + 1 }, (_, k) => k).filter(
        (k) => k <= a + b && a + c - k <= c + d,
      );
      const all = tables.reduce((sum, k) => sum + ways(k), 0n);
      const extreme = tables.filter((k) => ways(k) <= ways(a)).reduce((sum, k) => sum + ways(k), 0n);
      expectScipy(fisherExactP(a, b, c, d), Number(extreme) / Number(all), `${a} ${b} ${c} ${d}`);
    }
  });

  test('is 1 where a margin is empty', () => expect(fisherExactP(0, 0, 3, 4)).toBe(1));
});
