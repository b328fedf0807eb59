import { describe, expect, test } from 'vitest';
import { expectScipy, expectTail } from '../../../tests/support/tolerance.ts';
import { normalCdf, normalQuantile } from './normal.ts';

// Literals: mpmath with 50 digits, equal to scipy.stats.norm's cdf and ppf.

describe('normalCdf', () => {
  test.each([
    [-37, 5.725571222524577e-300],
    [-20, 2.7536241186062337e-89],
    [-8, 6.220960574271784e-16],
    [-3, 0.0013498980316300946],
    [-1.5, 0.06680720126885807],
    [-1e-9, 0.49999999960105773],
    [0, 0.5],
    [0.3, 0.6179114221889527],
    [1.7, 0.955434537241457],
    [4, 0.9999683287581669],
    [9, 1],
  ])('of %d is %d', (z, p) => expectTail(normalCdf(z), p));

  test('is 0 and 1 at the ends', () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1]);
  });
});

describe('normalQuantile', () => {
  test.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798407],
    [2.807909975889044e-17, -8.373023922474209],
    [1e-5, -4.264890793922825],
    [0.01, -2.326347874040841],
    [0.025, -1.9599639845400543],
    [0.07, -1.4757910281791706],
    [0.08, -1.4050715603096327],
    [0.2, -0.8416212335729142],
    [0.5, 0],
    [0.57, 0.1763741647808612],
    [0.9, 1.2815515655446006],
    [0.975, 1.9599639845400538],
    [0.99999, 4.264890793923841],
  ])('of %d is %d', (p, z) => expectScipy(normalQuantile(p), z));

  test('inverts the distribution function over the whole range', () => {
    for (let exponent = -300; exponent < 0; exponent += 7) {
      expectTail(normalCdf(normalQuantile(10 ** exponent)), 10 ** exponent);
    }
  });

  test('knows its ends', () => {
    expect([0, 1, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([
      -Infinity,
      Infinity,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
