import { describe, expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { durbinMatrixCdf } from './kolmogorov-durbin.ts';

describe('durbinMatrixCdf', () => {
  // scipy.stats.kstwo.cdf(d, n), SciPy 1.17.1.
  test.each([
    [0.06, 140, 0.3280907751137362],
    [0.1, 100, 0.7473072429936126],
    [0.02, 5000, 0.9638605860467436],
  ])('is kstwo.cdf(%d, %d) = %d', (d, n, cdf) => expectScipy(durbinMatrixCdf(d, n), cdf));

  test('is n!·(2d − 1/n)ⁿ up to d = 1/n (Ruben and Gambino 1982), also where that is below 1e-100', () => {
    const small = (d: number, n: number): number => {
      let p = 1;
      for (let i = 1; i <= n; i++) p *= i * (2 * d - 1 / n);
      return p;
    };
    expectScipy(durbinMatrixCdf(0.4, 2), small(0.4, 2));
    expectScipy(durbinMatrixCdf(0.09, 10), small(0.09, 10));
    const far = durbinMatrixCdf(0.009, 100);
    expect(far).toBeLessThan(1e-50);
    expect(far / small(0.009, 100)).toBeCloseTo(1, 9);
  });

  test('is 1 − 2(1 − d)ⁿ from d = 1 − 1/n on', () => {
    expectScipy(durbinMatrixCdf(0.85, 5), 1 - 2 * 0.15 ** 5);
    expectScipy(durbinMatrixCdf(0.75, 1), 0.5);
  });
});
