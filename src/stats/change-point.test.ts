import { describe, expect, test } from 'vitest';
import { ok } from '../../tests/support/tolerance.ts';
import { changePoint } from './change-point.ts';
import { seededRandom } from './distributions/random.ts';

describe('changePoint', () => {
  test('finds the day on which a series moved', () => {
    const random = seededRandom(2);
    const series = Array.from({ length: 30 }, (_, day) => random.normal() + (day >= 18 ? 3 : 0));
    const found = ok(changePoint(series));
    expect(found.index).toBe(18);
    expect(found.p).toBeLessThan(0.01);
    expect(found.interval[0]).toBeLessThanOrEqual(18);
    expect(found.interval[1]).toBeGreaterThanOrEqual(18);
  });

  test('holds its level on series without a change', () => {
    const random = seededRandom(11);
    let found = 0;
    for (let i = 0; i < 200; i++) {
      const result = ok(
        changePoint(
          Array.from({ length: 14 }, () => random.normal()),
          { permutations: 99, seed: i },
        ),
      );
      if (result.p < 0.05) found++;
    }
    expect(found).toBeLessThan(20);
  });

  test('gives the means on both sides, and the p of all orders of six values', () => {
    const found = ok(changePoint([1, 2, 1, 9, 8, 9], { permutations: 9_999 }));
    expect(found).toMatchObject({ index: 3, meanBefore: 4 / 3, meanAfter: 26 / 3 });
    // All three small values on one side: 2·3!·3! of 6! orders give a CUSUM as large.
    const exact = 72 / 720;
    expect(Math.abs(found.p - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 9_999));
  });

  test('says what it cannot judge', () => {
    expect(changePoint([1, 2, 3])).toMatchObject({ status: 'not-enough-data', minimum: 6 });
    expect(changePoint([1, 1, 1, 1, 1, 1])).toEqual({
      status: 'not-applicable',
      reason: 'the series is constant',
    });
  });
});
