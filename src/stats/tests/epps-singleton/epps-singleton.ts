import { chiSquaredSurvival } from '../../distributions/survival.ts';
import { type Eigen, symmetricEigen } from '../../multivariate/symmetric-eigen.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { safeValues } from '../../tables/numeric-side.ts';
import { tableQuantile } from '../../tables/quantile.ts';
import { ksEffectOf } from '../ks/ks.ts';

/** Points at which the characteristic functions are compared, in units of the semi-interquartile range. */
const POINTS = [0.4, 0.8] as const;
const SIZE = 2 * POINTS.length;
/** Limit of an angle: a larger double has no fractional digits, so its sine would be meaningless. */
const MAX_PHASE = 1e15;
/** Below this size on both sides the statistic is corrected. */
const SMALL_SAMPLE = 25;

/**
 * Epps–Singleton test: do the empirical characteristic functions agree at 0.4 and 0.8 semi-interquartile ranges?
 * Valid for discrete data too. Detail: `degreesOfFreedom`.
 *
 * Source: T. W. Epps and K. J. Singleton (1986); SciPy's `epps_singleton_2samp`.
 *
 * @example
 * eppsSingleton(numericTable([1, 2, 3, 4, 5, 6], [3, 4, 5, 6, 7, 8])); // statistic 2.064, p 0.7240
 */
export function eppsSingleton(
  table: NumericTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(5, options.minimum ?? 5);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const { values } = safeValues(table);
  const both = table.reference.map((count, i) => count + (table.production[i] ?? 0));
  const range = tableQuantile(values, both, 0.75) - tableQuantile(values, both, 0.25);
  if (range <= 0)
    return notApplicable('the middle half of all values is one value, so the test has no scale');
  const farthest = Math.max(Math.abs(values[0] ?? 0), Math.abs(values[values.length - 1] ?? 0));
  if (farthest / range > MAX_PHASE) {
    return notApplicable(
      'some values are so many interquartile ranges from zero that their phase is lost in rounding',
    );
  }

  const reference = characteristic(values, table.reference, nReference, range / 2);
  const production = characteristic(values, table.production, nProduction, range / 2);
  const total = nReference + nProduction;
  const covariance = reference.covariance.map(
    (value, i) => (total / nReference) * value + (total / nProduction) * (production.covariance[i] ?? 0),
  );
  const difference = reference.mean.map((mean, i) => mean - (production.mean[i] ?? 0));
  const { form, rank } = inverseQuadraticForm(symmetricEigen(covariance, SIZE), difference);
  if (rank === 0)
    return notApplicable('each side is constant, so there is no spread to judge the difference by');
  const statistic = total * form * smallSampleCorrection(nReference, nProduction);
  return {
    status: 'ok',
    statistic,
    p: chiSquaredSurvival(statistic, rank),
    pMethod: 'asymptotic',
    effect: ksEffectOf(table),
    nReference,
    nProduction,
    details: { degreesOfFreedom: rank },
  };
}

interface Characteristic {
  readonly mean: readonly number[];
  /** Row-major, divided by n. */
  readonly covariance: readonly number[];
}

/** Mean and covariance of (cos t₁x, cos t₂x, sin t₁x, sin t₂x). */
function characteristic(
  values: Float64Array,
  counts: Float64Array,
  n: number,
  scale: number,
): Characteristic {
  const row = new Float64Array(SIZE);
  const fillRow = (value: number): void => {
    POINTS.forEach((point, j) => {
      const angle = (point / scale) * value;
      row[j] = Math.cos(angle);
      row[j + POINTS.length] = Math.sin(angle);
    });
  };
  const mean = new Float64Array(SIZE);
  const covariance = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < values.length; i++) {
    const share = (counts[i] ?? 0) / n;
    if (share === 0) continue;
    fillRow(values[i] ?? 0);
    for (let j = 0; j < SIZE; j++) mean[j] = (mean[j] ?? 0) + share * (row[j] ?? 0);
  }
  for (let i = 0; i < values.length; i++) {
    const share = (counts[i] ?? 0) / n;
    if (share === 0) continue;
    fillRow(values[i] ?? 0);
    for (let j = 0; j < SIZE; j++) {
      const deviation = share * ((row[j] ?? 0) - (mean[j] ?? 0));
      for (let k = 0; k < SIZE; k++) {
        const cell = j * SIZE + k;
        covariance[cell] = (covariance[cell] ?? 0) + deviation * ((row[k] ?? 0) - (mean[k] ?? 0));
      }
    }
  }
  return { mean: [...mean], covariance: [...covariance] };
}

/** dᵀ·C⁺·d and the rank of C⁺, with NumPy's tolerances for the pseudo-inverse and for the rank. */
function inverseQuadraticForm(eigen: Eigen, difference: readonly number[]): { form: number; rank: number } {
  const largest = Math.max(...eigen.values);
  const kept = eigen.values.map((value) => (value > 1e-15 * largest ? 1 / value : 0));
  const tolerance = Math.max(...kept) * SIZE * Number.EPSILON;
  const rank = kept.filter((inverse) => inverse > tolerance).length;
  let form = 0;
  kept.forEach((inverse, i) => {
    const projection = difference.reduce((sum, d, j) => sum + d * (eigen.vectors[j * SIZE + i] ?? 0), 0);
    form += inverse * projection * projection;
  });
  return { form, rank };
}

function smallSampleCorrection(nReference: number, nProduction: number): number {
  if (Math.max(nReference, nProduction) >= SMALL_SAMPLE) return 1;
  const total = nReference + nProduction;
  return 1 / (1 + total ** -0.45 + 10.1 * (nReference ** -1.7 + nProduction ** -1.7));
}
