import { describe, expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import {
  devianceTerm,
  logBinomialProbability,
  logFactorial,
  logHypergeometricProbability,
  stirlingError,
} from './binomial-probability.ts';

// Literals: mpmath with 40 digits.

describe('stirlingError', () => {
  test.each([
    [0.001, 2.5422704679670947],
    [0.5, 0.15342640972002736],
    [1, 0.08106146679532726],
    [3.7, 0.022468770580143144],
    [10, 0.00833056343336287],
    [15, 0.005554733551962801],
    [15.5, 0.005375599032926835],
    [16, 0.0052076559196096404],
    [1e6, 8.333333333333056e-8],
  ])('of %d is log Γ(n + 1) minus Stirling: %d', (n, error) => {
    expect(stirlingError(n)).toBeCloseTo(error, 14);
  });

  test('is 0 for n = 0', () => expect(stirlingError(0)).toBe(0));
});

describe('logFactorial', () => {
  test.each([
    [0, 0],
    [0.001, -0.0005763935982833696],
    [0.5, -0.12078223763524522],
    [1, 0],
    [3.7, 2.7364051463155667],
    [15.5, 29.277754515040815],
    [100, 363.73937555556347],
    [123_456_789, 2176716257.854672],
  ])('of %d is %d', (n, value) => {
    expect(Math.abs(logFactorial(n) - value)).toBeLessThan(1e-14 * Math.max(1, value));
  });
});

describe('devianceTerm', () => {
  test('is x·log(x/mean) + mean − x, without cancellation near x = mean', () => {
    expectScipy(devianceTerm(3, 7), 1.4581064188383892);
    expectScipy(devianceTerm(1e6, 1.001e6), 0.4996669164668332);
    // x = m − δ: δ²/2m to first order.
    const tiny = devianceTerm(1024, 1024 + 2 ** -20);
    expect(tiny / (2 ** -40 / 2048)).toBeCloseTo(1, 6);
    expect(devianceTerm(0, 5)).toBe(5);
  });
});

describe('probabilities of counts', () => {
  test('equal mpmath to 1e-12 where n is a million', () => {
    expect(logBinomialProbability(250, 1e6, 2e-4, 1 - 2e-4)).toBeCloseTo(-9.467015409129225, 11);
    expect(logHypergeometricProbability(3000, 5000, 995_000, 600_000)).toBeCloseTo(-4.461523459284371, 11);
  });

  test('sum to 1 over all counts', () => {
    const binomial = Array.from({ length: 51 }, (_, k) => Math.exp(logBinomialProbability(k, 50, 0.2, 0.8)));
    expectScipy(Math.log(binomial[7] ?? 0), -2.4417140182807384);
    expectScipy(
      binomial.reduce((sum, p) => sum + p, 0),
      1,
    );
    const urn = Array.from({ length: 8 }, (_, k) => Math.exp(logHypergeometricProbability(k, 7, 13, 12)));
    expectScipy(
      urn.reduce((sum, p) => sum + p, 0),
      1,
    );
  });

  test('know what is certain and what cannot be', () => {
    expect(logBinomialProbability(0, 5, 0, 1)).toBe(0);
    expect(logBinomialProbability(1, 5, 0, 1)).toBe(-Infinity);
    expect(logBinomialProbability(5, 5, 1, 0)).toBe(0);
    expect(logBinomialProbability(4, 5, 1, 0)).toBe(-Infinity);
    expectScipy(logBinomialProbability(0, 5, 0.5, 0.5), -5 * Math.LN2);
    expectScipy(logBinomialProbability(5, 5, 0.5, 0.5), -5 * Math.LN2);
  });
});
