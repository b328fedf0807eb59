import { describe, expect, test } from 'vitest';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { fisherExactP } from '../fisher/fisher-exact.ts';
import { cohensH, pooledZ, twoProportionTest } from './two-proportion.ts';

describe('twoProportionTest', () => {
  test('is the pooled z-test where counts are large', () => {
    const result = ok(twoProportionTest(45, 300, 70, 310));
    expectScipy(result.statistic, 2.3931010679289377);
    expectScipy(result.p, 0.01670663832769827);
    expect(result.pMethod).toBe('asymptotic');
  });

  test("is Fisher's test where an expected count is below 5", () => {
    const result = ok(twoProportionTest(3, 20, 0, 25));
    expect(result.pMethod).toBe('exact');
    expectScipy(result.p, fisherExactP(3, 17, 0, 25));
  });

  test('sees no difference between two shares of 0 or of 1', () => {
    expect(ok(twoProportionTest(0, 50, 0, 900)).p).toBe(1);
    expect(ok(twoProportionTest(50, 50, 900, 900)).p).toBe(1);
    expect(twoProportionTest(0, 0, 1, 2)).toMatchObject({ status: 'not-enough-data' });
  });
});

describe('pooledZ', () => {
  test('is the difference over its pooled standard error, by hand, and 0 where nothing varies', () => {
    // Shares 0.5 and 0.7, pooled 0.6: 0.2 / √(0.6·0.4·2/50).
    expectScipy(pooledZ(25, 50, 35, 50), 0.2 / Math.sqrt((0.24 * 2) / 50));
    expect(pooledZ(0, 5, 0, 9)).toBe(0);
  });
});

describe('cohensH', () => {
  test('is the difference of arcsines with variance 1/n each', () => {
    // numpy: 2·arcsin(√(70/310)) − 2·arcsin(√(45/300)).
    const effect = cohensH(45, 300, 70, 310);
    expectScipy(effect.value, 0.19496327320733298);
    expectScipy(effect.interval?.[0], 0.19496327320733298 - 0.15873457526023588);
    expect(effect.word).toBe('negligible');
  });

  test('is π from nothing to everything and goes no further', () => {
    const effect = cohensH(0, 4, 4, 4);
    expect(effect.value).toBeCloseTo(Math.PI, 14);
    expect(effect.interval?.[1]).toBe(Math.PI);
  });
});
