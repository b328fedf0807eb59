import { normalQuantile } from '../distributions/normal.ts';

/** A figure with the variance of its error. */
export interface Uncertain {
  readonly value: number;
  readonly variance: number;
}

/** Standard error of the difference of two figures from independent samples. */
export const differenceError = (a: Uncertain, b: Uncertain): number => Math.sqrt(a.variance + b.variance);

/**
 * By how many standard errors a figure lies below what it was, beyond what is tolerated; for two AUCs with DeLong's
 * variances this is the test of their difference on independent samples. 0 where neither side has an error.
 */
export function fallInErrors(before: Uncertain, now: Uncertain, tolerance = 0): number {
  const error = differenceError(before, now);
  return error > 0 ? (before.value - now.value - tolerance) / error : 0;
}

/** The smallest fall that is found with the wanted power where `fallInErrors` must exceed `critical`. */
export const detectableFall = (error: number, critical: number, tolerance = 0, power = 0.8): number =>
  tolerance + (critical + normalQuantile(power)) * error;
