import { describe, expect, test } from 'vitest';
import { tied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { wassersteinDistance } from './wasserstein.ts';

// Literals: SciPy 1.17.1 on the samples of tests/support/samples.ts.

describe('wassersteinDistance', () => {
  testNumericPairs((table, expected, where) =>
    expectScipy(ok(wassersteinDistance(table)).statistic, expected.wasserstein, where),
  );

  test("equals SciPy's, and SciPy's over numpy.std of the reference", () => {
    const result = ok(wassersteinDistance(tied));
    expectScipy(result.statistic, 2.775);
    expectScipy(result.effect?.value, 1.110889067022792);
  });

  test('is the shift itself for a pure shift, in any unit', () => {
    const reference = [1, 2, 4, 8];
    const moved = numericTable(
      reference,
      reference.map((x) => x + 3),
    );
    expect(ok(wassersteinDistance(moved)).statistic).toBeCloseTo(3, 12);
    const scaled = numericTable(
      reference.map((x) => x * 2 ** 1000),
      reference.map((x) => (x + 3) * 2 ** 1000),
    );
    expect(ok(wassersteinDistance(scaled)).effect?.value).toBe(ok(wassersteinDistance(moved)).effect?.value);
  });

  test('stays finite at the ends of the number line, and without any spread in the reference', () => {
    expect(ok(wassersteinDistance(numericTable([1e308, -1e308], [-1e308, 1e308, 5]))).statistic).toBeLessThan(
      Infinity,
    );
    expect(ok(wassersteinDistance(numericTable([1, 1], [2, 2]))).effect?.value).toBe(2);
    expect(ok(wassersteinDistance(numericTable([1, 1], [1]))).effect?.value).toBe(0);
  });

  test('says that a constant reference gave no unit, and what it cannot judge', () => {
    expect(ok(wassersteinDistance(numericTable([1, 1], [2, 2]))).notes).toEqual([
      'the reference is constant; normed by the standard deviation of both sides',
    ]);
    expect(wassersteinDistance(numericTable([1], []))).toMatchObject({ status: 'not-enough-data' });
  });
});
