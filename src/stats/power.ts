import { bisect } from './distributions/bisect.ts';
import { findRoot } from './distributions/find-root.ts';
import { kolmogorovSurvival } from './distributions/kolmogorov-distribution.ts';
import { noncentralChiSquaredSurvival } from './distributions/noncentral-chi-squared.ts';
import { normalQuantile } from './distributions/normal.ts';
import { chiSquaredSurvival } from './distributions/survival.ts';

export interface PowerOptions {
  /** Level of the test. Default 0.05. */
  readonly alpha?: number;
  /** Power: probability to detect a shift of this size. Default 0.8. */
  readonly power?: number;
}

/**
 * The smallest shift that a test on samples of these sizes detects with the given power, on the scale of its effect.
 */
export interface DetectableShift {
  readonly name: 'KS D' | "Cramér's V" | "Cohen's h" | "Cohen's d" | 'AUC';
  readonly value: number;
  /** The same shift as a difference of two normal means, in standard deviations; only for KS. */
  readonly cohensD?: number;
}

/**
 * KS test: the critical distance plus the normal margin of the observed gap at the median for the given power.
 * Conservative: a gap elsewhere has a smaller variance.
 *
 * @example
 * detectableKs(300, 1200); // value 0.1141
 */
export function detectableKs(
  nReference: number,
  nProduction: number,
  options: PowerOptions = {},
): DetectableShift {
  const { alpha = 0.05, power = 0.8 } = options;
  const effective = Math.max(1, Math.round((nReference * nProduction) / (nReference + nProduction)));
  // The bound of Massart (1990) is never below the exact value.
  const bound = Math.min(1, Math.sqrt(Math.log(2 / alpha) / (2 * effective)));
  const critical = findRoot((d) => kolmogorovSurvival(d, effective) - alpha, 0, bound);
  const margin = normalQuantile(power) * 0.5 * Math.sqrt(1 / nReference + 1 / nProduction);
  const value = Math.min(1, critical + margin);
  if (value >= 1) return { name: 'KS D', value: 1 };
  return { name: 'KS D', value, cohensD: 2 * normalQuantile((1 + value) / 2) };
}

/**
 * Chi-squared test of homogeneity: Cramér's V by the noncentral chi-squared distribution (Cohen 1988).
 *
 * @example
 * detectableCramersV(303, 1200, 10); // value 0.1020
 */
export function detectableCramersV(
  nReference: number,
  nProduction: number,
  categories: number,
  options: PowerOptions = {},
): DetectableShift {
  const { alpha = 0.05, power = 0.8 } = options;
  const degreesOfFreedom = Math.max(1, categories - 1);
  const critical = bisect(
    (x) => chiSquaredSurvival(x, degreesOfFreedom) > alpha,
    0,
    10 * degreesOfFreedom + 100,
  );
  const noncentrality = bisect(
    (lambda) => noncentralChiSquaredSurvival(critical, degreesOfFreedom, lambda) < power,
    0,
    10 * degreesOfFreedom + 200,
  );
  return { name: "Cramér's V", value: Math.min(1, Math.sqrt(noncentrality / (nReference + nProduction))) };
}

/**
 * Two-proportion test: Cohen's h (1988, 6.2).
 *
 * @example
 * detectableCohensH(100, 100); // value 0.3962
 */
export function detectableCohensH(
  nReference: number,
  nProduction: number,
  options: PowerOptions = {},
): DetectableShift {
  return { name: "Cohen's h", value: Math.min(Math.PI, twoSampleMultiple(nReference, nProduction, options)) };
}

/**
 * t-test: Cohen's d (1988, 2.4), by the normal approximation.
 *
 * @example
 * detectableCohensD(64, 64); // value 0.4953
 */
export function detectableCohensD(
  nReference: number,
  nProduction: number,
  options: PowerOptions = {},
): DetectableShift {
  return { name: "Cohen's d", value: twoSampleMultiple(nReference, nProduction, options) };
}

/**
 * Domain classifier, one-sided: the AUC by the Mann–Whitney variance under no shift.
 *
 * @example
 * detectableAuc(200, 200); // value 0.5719
 */
export function detectableAuc(
  nReference: number,
  nProduction: number,
  options: PowerOptions = {},
): DetectableShift {
  const { alpha = 0.05, power = 0.8 } = options;
  const deviation = Math.sqrt((nReference + nProduction + 1) / (12 * nReference * nProduction));
  const multiple = normalQuantile(1 - alpha) + normalQuantile(power);
  return { name: 'AUC', value: Math.min(1, 0.5 + multiple * deviation) };
}

function twoSampleMultiple(nReference: number, nProduction: number, options: PowerOptions): number {
  const { alpha = 0.05, power = 0.8 } = options;
  const multiple = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return multiple * Math.sqrt(1 / nReference + 1 / nProduction);
}
