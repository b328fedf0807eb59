/**
 * Regularised upper incomplete gamma function Q(a, x), accurate relatively for a in the tens of thousands and Q down to
 * 1e-300.
 *
 * Own implementation: libraries that were tried are wrong by up to 2 % from about a = 500 on (a chi-squared test over 1,000
 * categories), measured against mpmath and SciPy.
 *
 * Source: NIST DLMF 8.9 (continued fraction) and 8.7 (series); prefactor in Loader's form.
 */
import { devianceTerm, stirlingError } from './binomial-probability.ts';

const EPSILON = 1e-17;
const MAX_TERMS = 1_000_000;
const TINY = 1e-300;

/**
 * Q(a, x) for a > 0, x ≥ 0.
 *
 * @example
 * gammaTail(1, 2); // e⁻² = 0.1353
 */
export function gammaTail(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1
    ? 1 - poissonProbability(a, x) * series(a, x)
    : poissonProbability(a, x) * a * continuedFraction(a, x);
}

/** xᵃ·e⁻ˣ/Γ(a + 1) for a > 0: the Poisson probability of a events where x are expected. */
export const poissonProbability = (a: number, x: number): number =>
  Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAX_TERMS && term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's evaluation of Γ(a, x)·eˣ/xᵃ. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < MAX_TERMS; i++) {
    const numerator = i * (a - i);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
