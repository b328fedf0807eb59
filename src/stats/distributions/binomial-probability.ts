/**
 * Binomial and hypergeometric probabilities, accurate relatively for n in the millions and p down to 1e-300, where
 * differences of log-gamma lose nine digits.
 *
 * Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000), as in R's dbinom and dhyper.
 */

const HALF_LOG_TWO_PI = 0.9189385332046727;
const STIRLING_TABLE = stirlingTable(16);

/** log Γ(n + 1) minus Stirling's approximation of it; n ≥ 0, 0 for n = 0. */
export function stirlingError(n: number): number {
  const known = STIRLING_TABLE[n];
  if (known !== undefined) return known;
  // By the recurrence of Γ up to where the series holds.
  if (n < 16) return stirlingError(n + 1) + (n + 0.5) * Math.log1p(1 / n) - 1;
  const nn = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / nn) / nn) / nn) / nn) / n;
}

/** log Γ(n + 1) for n ≥ 0. */
export const logFactorial = (n: number): number =>
  n === 0 ? 0 : stirlingError(n) + (n + 0.5) * Math.log(n) - n + HALF_LOG_TWO_PI;

/** Deviance term x·log(x/mean) + mean − x, without cancellation near x = mean. */
export function devianceTerm(x: number, mean: number): number {
  if (x === 0) return mean;
  if (Math.abs(x - mean) < 0.1 * (x + mean)) {
    const v = (x - mean) / (x + mean);
    let sum = (x - mean) * v;
    let term = 2 * x * v;
    for (let j = 1; j < 1000; j++) {
      term *= v * v;
      const next = sum + term / (2 * j + 1);
      if (next === sum) break;
      sum = next;
    }
    return sum;
  }
  return x * Math.log(x / mean) + mean - x;
}

/**
 * Log of the probability of k successes in n trials with success probability p = 1 − q.
 *
 * @example
 * logBinomialProbability(1, 2, 0.5, 0.5); // log 0.5
 */
export function logBinomialProbability(k: number, n: number, p: number, q: number): number {
  if (p <= 0) return k === 0 ? 0 : -Infinity;
  if (q <= 0) return k === n ? 0 : -Infinity;
  if (k === 0) return p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q);
  if (k === n) return q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p);
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    devianceTerm(k, n * p) -
    devianceTerm(n - k, n * q);
  return exponent - HALF_LOG_TWO_PI - 0.5 * Math.log(k * ((n - k) / n));
}

/** Log of the probability of k marked items among `drawn` from an urn of `marked` and `unmarked` items. */
export function logHypergeometricProbability(
  k: number,
  marked: number,
  unmarked: number,
  drawn: number,
): number {
  const total = marked + unmarked;
  const p = drawn / total;
  const q = (total - drawn) / total;
  return (
    logBinomialProbability(k, marked, p, q) +
    logBinomialProbability(drawn - k, unmarked, p, q) -
    logBinomialProbability(drawn, total, p, q)
  );
}

function stirlingTable(size: number): readonly number[] {
  const table = [0];
  let logFactorial = 0;
  for (let n = 1; n < size; n++) {
    logFactorial += Math.log(n);
    table.push(logFactorial - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI);
  }
  return table;
}
