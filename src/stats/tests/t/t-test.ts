import { Z_95 } from '../../distributions/normal.ts';
import { studentTwoSided } from '../../distributions/survival.ts';
import { COHEN_BOUNDS, effectWord } from '../../effect.ts';
import { type Effect, notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { type Moments, moments, safeValues } from '../../tables/numeric-side.ts';

/**
 * Student's two-sample t-test with pooled variance, two-sided. The statistic is positive where the reference's mean
 * is larger; the effect, Cohen's d with its 95 % interval, is positive where production's is. Details:
 * `degreesOfFreedom` and Welch's test beside it: `welchT`, `welchP`, `welchDegreesOfFreedom`.
 *
 * Source: Student (1908), B. L. Welch (1947); SciPy's `ttest_ind`.
 *
 * @example
 * studentT(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic -2.191, p 0.0710
 */
export function studentT(table: NumericTable, options: { readonly minimum?: number } = {}): StatisticResult {
  const { values } = safeValues(table);
  const origin = values[Math.floor(values.length / 2)] ?? 0;
  const reference = moments(values, table.reference, origin);
  const production = moments(values, table.production, origin);
  const minimum = Math.max(2, options.minimum ?? 2);
  if (Math.min(reference.n, production.n) < minimum) return notEnoughData(reference.n, production.n, minimum);
  if (!(reference.squares + production.squares > 0)) {
    return notApplicable('constant on both sides: a difference of means cannot be judged without any spread');
  }
  const { squaredError, degreesOfFreedom } = pooledError(reference, production);
  const difference = reference.mean - production.mean;
  const statistic = difference / Math.sqrt(squaredError);
  const welch = welchError(reference, production);
  const welchStatistic = difference / Math.sqrt(welch.squaredError);
  return {
    status: 'ok',
    statistic,
    p: studentTwoSided(statistic, degreesOfFreedom),
    pMethod: 'asymptotic',
    effect: cohensD(reference, production),
    nReference: reference.n,
    nProduction: production.n,
    details: {
      degreesOfFreedom,
      welchT: welchStatistic,
      welchP: studentTwoSided(welchStatistic, welch.degreesOfFreedom),
      welchDegreesOfFreedom: welch.degreesOfFreedom,
    },
  };
}

interface MeanError {
  readonly squaredError: number;
  readonly degreesOfFreedom: number;
}

function pooledError(reference: Moments, production: Moments): MeanError {
  const degreesOfFreedom = reference.n + production.n - 2;
  const variance = (reference.squares + production.squares) / degreesOfFreedom;
  return { squaredError: variance * (1 / reference.n + 1 / production.n), degreesOfFreedom };
}

/** Standard error and degrees of freedom of Welch's test, which does not assume equal variances. */
function welchError(reference: Moments, production: Moments): MeanError {
  const a = reference.squares / (reference.n - 1) / reference.n;
  const b = production.squares / (production.n - 1) / production.n;
  const total = a + b;
  const shareA = a / total;
  const shareB = b / total;
  return {
    squaredError: total,
    degreesOfFreedom: 1 / (shareA ** 2 / (reference.n - 1) + shareB ** 2 / (production.n - 1)),
  };
}

/** Cohen's d of production minus reference; interval by Hedges and Olkin's large-sample variance (1985). */
function cohensD(reference: Moments, production: Moments): Effect {
  const pooled = (reference.squares + production.squares) / (reference.n + production.n - 2);
  const value = (production.mean - reference.mean) / Math.sqrt(pooled);
  const total = reference.n + production.n;
  const half = Z_95 * Math.sqrt(total / (reference.n * production.n) + (value * value) / (2 * total));
  return {
    name: "Cohen's d",
    value,
    word: effectWord(value, COHEN_BOUNDS),
    interval: [value - half, value + half],
  };
}
