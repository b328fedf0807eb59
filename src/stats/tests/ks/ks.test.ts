import { describe, expect, test } from 'vitest';
import { tied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, expectTail, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { ksEffectOf, ksTwoSample } from './ks.ts';

const evenly = (n: number, start: number): number[] => Array.from({ length: n }, (_, i) => i / n + start);

describe('ksTwoSample', () => {
  testNumericPairs((table, expected, where) => {
    const ks = ok(ksTwoSample(table));
    expectScipy(ks.statistic, expected.ks.statistic, where);
    expectTail(ks.p, expected.ks.p, where);
    expect(ks.details, where).toEqual({ location: expected.ks.location, sign: expected.ks.sign });
  });

  test('equals scipy.stats.ks_2samp on tied values, with its location and sign', () => {
    const result = ok(ksTwoSample(tied));
    expectScipy(result.statistic, 0.475);
    expectScipy(result.p, 0.20366561543032125);
    expect(result.pMethod).toBe('exact');
    expect(result.details).toEqual({ location: 4, sign: 1 });
  });

  test('counts the exact p-value by hand: the 2 most extreme of C(6, 3) = 20 orders', () => {
    expectScipy(ok(ksTwoSample(numericTable([1, 2, 3], [4, 5, 6]))).p, 0.1);
  });

  test('equals SciPy where the sizes share a divisor', () => {
    const result = ok(ksTwoSample(numericTable(evenly(300, 0), evenly(500, 0.1))));
    expectScipy(result.statistic, 0.10333333333333333);
    expectScipy(result.p, 0.034195872240593686);
    expect(result.details?.['location']).toBe(0.21);
  });

  test('keeps an exact p-value of 2.6e-66', () => {
    const reference = Array.from({ length: 2000 }, (_, i) => i);
    const production = Array.from({ length: 3000 }, (_, i) => i / 2);
    const result = ok(ksTwoSample(numericTable(reference, production)));
    expectTail(result.p, 2.5909550670346764e-66);
    expect(result.details).toEqual({ location: 1499.5, sign: -1 });
  });

  test('takes the asymptotic law beyond 10,000 values, at the rounded effective size', () => {
    const production = Array.from({ length: 20_000 }, (_, i) => i / 20_000 + 0.05);
    const result = ok(ksTwoSample(numericTable(evenly(1000, 0), production)));
    expect(result.pMethod).toBe('asymptotic');
    expectScipy(result.p, 0.013638079595367522);
  });

  test('is symmetric in p and unchanged by a monotone map', () => {
    const x = [0.3, 1.2, 2.2, 5, 8, 8.5];
    const y = [1, 4, 4.5, 9, 12];
    const p = ok(ksTwoSample(numericTable(x, y))).p;
    expect(ok(ksTwoSample(numericTable(y, x))).p).toBe(p);
    expect(ok(ksTwoSample(numericTable(x.map(Math.exp), y.map(Math.exp)))).p).toBe(p);
  });

  test('reaches its limits: equal samples and samples that do not overlap', () => {
    const same = ok(ksTwoSample(numericTable([1, 2, 3], [1, 2, 3])));
    expect([same.statistic, same.p]).toEqual([0, 1]);
    const apart = ok(ksTwoSample(numericTable([1e308, 9e307], [-1e308, -9e307])));
    expect(apart.statistic).toBe(1);
  });

  test('says what it cannot judge', () => {
    expect(ksTwoSample(numericTable([], [1]))).toMatchObject({ status: 'not-enough-data', minimum: 1 });
    expect(ksTwoSample(numericTable([1, 2], [1, 3]), { minimum: 3 })).toMatchObject({
      status: 'not-enough-data',
      nReference: 2,
      minimum: 3,
    });
    expect(ksTwoSample(numericTable([-0, 0], [0]))).toEqual({
      status: 'not-applicable',
      reason: 'constant: every value on both sides is 0',
    });
  });
});

describe('ksEffectOf', () => {
  test('is the distance, with the word of what chance does not give', () => {
    // 10 and 8 values: √(0.475² − π²/12 · 18/80) is 0.20 by hand, a medium shift; 0.475 itself would be a large one.
    expect(ksEffectOf(tied)).toMatchObject({
      name: 'KS D',
      value: expect.closeTo(0.475, 12),
      word: 'medium',
    });
    expect(ksEffectOf(numericTable([1, 2], [1, 2]))).toMatchObject({ value: 0, word: 'negligible' });
  });
});
