/**
 * Upper tails of the standard distributions. Each is computed as a tail, never as one minus the distribution function,
 * so that p-values keep their relative accuracy down to 1e-300.
 */
import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';
import gammainc from '@stdlib/math-base-special-gammainc';

/** P(X > x) for a chi-squared variable. A variable with no degree of freedom is 0. */
export function chiSquaredSurvival(x: number, degreesOfFreedom: number): number {
  if (x <= 0) return 1;
  if (degreesOfFreedom <= 0 || x === Infinity) return 0;
  return probability(gammainc(x / 2, degreesOfFreedom / 2, true, true));
}

/** P(|Z| > |z|) for a standard normal variable. */
export const normalTwoSided = (z: number): number => probability(erfc(Math.abs(z) / Math.SQRT2));

/** P(Z > z) for a standard normal variable. */
export const normalSurvival = (z: number): number => probability(erfc(z / Math.SQRT2) / 2);

/** P(|T| > |t|) for Student's t. Infinite degrees of freedom give the normal law. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(degreesOfFreedom)) return normalTwoSided(t);
  const x = degreesOfFreedom / (degreesOfFreedom + t * t);
  return probability(betainc(x, degreesOfFreedom / 2, 0.5, true, false));
}

const probability = (p: number): number => (p > 0 ? Math.min(1, p) : 0);
