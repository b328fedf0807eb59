import { describe, expect, test } from 'vitest';
import { testAgainstScipy } from '../../../tests/support/scipy-oracle.ts';
import { expectTail } from '../../../tests/support/tolerance.ts';
import { chiSquaredSurvival, normalTwoSided, studentTwoSided } from './survival.ts';

describe('chiSquaredSurvival', () => {
  testAgainstScipy('special', (entry) => {
    if (entry.fn === 'chi2.sf')
      expectTail(chiSquaredSurvival(entry.x, entry.df), entry.value, JSON.stringify(entry));
  });

  // scipy.stats.chi2.sf(x, df), SciPy 1.17.1; 20,000 degrees of freedom also by mpmath.
  test.each([
    [5, 3, 0.1717971442967335],
    [1100, 1000, 0.014614408126295192],
    [20_500, 20_000, 0.006517863488342558],
    [1500, 39, 1.0857827949117636e-289],
  ])('is chi2.sf(%d, %d) = %d', (x, degreesOfFreedom, survival) => {
    expectTail(chiSquaredSurvival(x, degreesOfFreedom), survival);
  });

  test('is exp(−x/2) for two degrees of freedom', () => {
    for (const x of [0.01, 1, 30, 1380]) expectTail(chiSquaredSurvival(x, 2), Math.exp(-x / 2));
  });

  test('knows its limits', () => {
    expect(chiSquaredSurvival(0, 3)).toBe(1);
    expect(chiSquaredSurvival(Infinity, 3)).toBe(0);
    expect(chiSquaredSurvival(1, 0)).toBe(0);
  });
});

describe('studentTwoSided', () => {
  test('keeps both ends: 2·scipy.stats.t.sf', () => {
    expectTail(studentTwoSided(40, 4998), 8.716918498480187e-304);
    expectTail(studentTwoSided(1e-3, 1e5), 0.9992021175668878);
    expectTail(studentTwoSided(2.5, 7), 0.04099221858575289);
    expectTail(studentTwoSided(-40, 3), 3.4380680789158506e-5);
  });

  test('is the arctangent law for one degree of freedom', () => {
    expectTail(studentTwoSided(1, 1), 0.5);
  });

  test('is the normal law for infinitely many, and 0 beyond every double', () => {
    expect(studentTwoSided(1.5, Infinity)).toBe(normalTwoSided(1.5));
    expect(studentTwoSided(1e200, 5)).toBe(0);
  });
});

describe('normalTwoSided', () => {
  test('is 2·scipy.stats.norm.sf, down to 1e-299', () => {
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 15);
    expectTail(normalTwoSided(-1.5), 0.13361440253771614);
    expectTail(normalTwoSided(37), 1.1451142445047853e-299);
  });
});
