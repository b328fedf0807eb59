import { logBinomialProbability } from './binomial-probability.ts';

const TINY = 1e-300;
const MAX_TERMS = 1_000_000;

/**
 * Regularised incomplete beta function Iₓ(a, b): the distribution function of Beta(a, b) at x, for a, b > 0. Relatively
 * accurate down to 1e-300, also for parameters in the millions.
 *
 * Source: NIST DLMF 8.17 (continued fraction 8.17.22, reflection 8.17.4); prefactor in Loader's form.
 *
 * @param y 1 − x, where the caller knows it without cancellation.
 *
 * @example
 * incompleteBeta(0.3, 2, 5); // 0.579825
 */
export function incompleteBeta(x: number, a: number, b: number, y = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x <= (a + 1) / (a + b + 2) ? lower(x, y, a, b) : 1 - lower(y, x, b, a);
}

/** Iₓ(a, b) where the continued fraction converges quickly: x not above the mean by much. */
function lower(x: number, y: number, a: number, b: number): number {
  const power = Math.exp(logBinomialProbability(a, a + b, x, y)) * (b / (a + b));
  return power * continuedFraction(x, a, b);
}

/** Lentz's evaluation of Iₓ(a, b)·a·B(a, b) / (xᵃ·yᵇ). */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
