import { logHypergeometricProbability } from '../../distributions/binomial-probability.ts';

/**
 * Two-sided p-value of Fisher's exact test of a 2 × 2 table: the probability of every table with the same margins
 * that is no more probable than this one.
 *
 * Source: R. A. Fisher (1922); SciPy's `fisher_exact`.
 *
 * @example
 * fisherExactP(3, 17, 12, 9); // 0.00884
 */
export function fisherExactP(a: number, b: number, c: number, d: number): number {
  const marked = a + b;
  const unmarked = c + d;
  const drawn = a + c;
  if (marked === 0 || unmarked === 0 || drawn === 0 || b + d === 0) return 1;
  const low = Math.max(0, drawn - unmarked);
  const high = Math.min(marked, drawn);
  const probability = (k: number): number =>
    Math.exp(logHypergeometricProbability(k, marked, unmarked, drawn));
  // Tolerance, so that tables of equal probability are included despite rounding.
  const limit = probability(a) * (1 + 1e-7);
  let p = 0;
  for (let k = low; k <= high; k++) {
    const value = probability(k);
    if (value <= limit) p += value;
  }
  return Math.min(1, p);
}
