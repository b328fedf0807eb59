/**
 * Upper tails of the standard distributions. Each is computed as a tail, never as one minus the distribution function,
 * so that p-values keep their relative accuracy down to 1e-300.
 */
import { gammaTail } from './gamma-tail.ts';
import { incompleteBeta } from './incomplete-beta.ts';

/**
 * P(X > x) for a chi-squared variable. With no degree of freedom the variable is 0.
 *
 * @example
 * chiSquaredSurvival(3.841459, 1); // 0.05
 */
export function chiSquaredSurvival(x: number, degreesOfFreedom: number): number {
  if (x <= 0) return 1;
  if (degreesOfFreedom <= 0 || x === Infinity) return 0;
  return probability(gammaTail(degreesOfFreedom / 2, x / 2));
}

/**
 * P(|Z| > |z|) for a standard normal variable.
 *
 * @example
 * normalTwoSided(1.959964); // 0.05
 */
export const normalTwoSided = (z: number): number => probability(gammaTail(0.5, (z * z) / 2));

/**
 * P(|T| > |t|) for Student's t. Infinite degrees of freedom give the normal distribution.
 *
 * @example
 * studentTwoSided(2.228139, 10); // 0.05
 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(degreesOfFreedom)) return normalTwoSided(t);
  const square = t * t;
  if (square === Infinity) return 0;
  const total = degreesOfFreedom + square;
  return probability(incompleteBeta(degreesOfFreedom / total, degreesOfFreedom / 2, 0.5, square / total));
}

const probability = (p: number): number => (p > 0 ? Math.min(1, p) : 0);
