import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { gammaTail, poissonProbability } from './distributions/gamma-tail.ts';
import { kolmogorovSurvival } from './distributions/kolmogorov-distribution.ts';
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
  const critical = bisect((d) => kolmogorovSurvival(d, effective) > alpha, 0, 1);
  const margin = normalQuantile(power, 0, 1) * 0.5 * Math.sqrt(1 / nReference + 1 / nProduction);
  const value = Math.min(1, critical + margin);
  if (value >= 1) return { name: 'KS D', value: 1 };
  return { name: 'KS D', value, cohensD: 2 * normalQuantile((1 + value) / 2, 0, 1) };
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
    (lambda) => noncentralSurvival(critical, degreesOfFreedom, lambda) < power,
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
  const multiple = normalQuantile(1 - alpha, 0, 1) + normalQuantile(power, 0, 1);
  return { name: 'AUC', value: Math.min(1, 0.5 + multiple * deviation) };
}

function twoSampleMultiple(nReference: number, nProduction: number, options: PowerOptions): number {
  const { alpha = 0.05, power = 0.8 } = options;
  const multiple = normalQuantile(1 - alpha / 2, 0, 1) + normalQuantile(power, 0, 1);
  return multiple * Math.sqrt(1 / nReference + 1 / nProduction);
}

/**
 * P(X > x) of a noncentral chi-squared variable: a Poisson mixture of central ones (Johnson, Kotz and Balakrishnan
 * 1995, 29.2). Only counts within nine standard deviations of the Poisson mean have a relevant weight. Tails follow by
 * recurrence: Q(a + 1, x) = Q(a, x) + xᵃ·e⁻ˣ/Γ(a + 1) (NIST DLMF 8.8.6).
 */
function noncentralSurvival(x: number, degreesOfFreedom: number, noncentrality: number): number {
  if (noncentrality === 0) return chiSquaredSurvival(x, degreesOfFreedom);
  const mean = noncentrality / 2;
  const reach = 9 * Math.sqrt(mean) + 20;
  const first = Math.max(0, Math.floor(mean - reach));
  let shape = degreesOfFreedom / 2 + first;
  let tail = gammaTail(shape, x / 2);
  let step = poissonProbability(shape, x / 2);
  let weight = first === 0 ? Math.exp(-mean) : poissonProbability(first, mean);
  let sum = 0;
  for (let j = first; j <= mean + reach; j++) {
    sum += weight * tail;
    weight *= mean / (j + 1);
    tail += step;
    shape++;
    step *= x / 2 / shape;
  }
  return sum;
}

/** Bisection: the point up to which a condition that holds at the low end holds. */
function bisect(holds: (x: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 60; i++) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
