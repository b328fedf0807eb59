import { andersonDarlingTail } from '../../distributions/quadratic-form-tail.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { ksEffectOf } from '../ks/ks.ts';

/** Standard deviation of the limiting law of A². */
const LIMIT_DEVIATION = Math.sqrt((2 * (Math.PI ** 2 - 9)) / 3);
/** The variance of A² has N − 3 in its denominator. */
const MIN_TOTAL = 4;

/**
 * Two-sample Anderson–Darling test (Scholz and Stephens, midranks for ties).
 *
 * The statistic is standardised, as SciPy's is. p is the tail of the limiting law at the statistic rescaled to that
 * law's mean and variance, so it is not clipped to a table's [0.001, 0.25]. Detail: `a2`, the statistic before
 * standardisation.
 *
 * Source: F. W. Scholz and M. A. Stephens, JASA 82(399), 1987; statistic as in SciPy's `anderson_ksamp`.
 *
 * @example
 * andersonDarling(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 1.690, p 0.0642
 */
export function andersonDarling(
  table: NumericTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const total = nReference + nProduction;
  if (total < MIN_TOTAL) return notApplicable('fewer than four values on both sides together');
  if (table.values.length === 1)
    return notApplicable(`constant: every value on both sides is ${table.values[0]}`);

  const a2 = midrankStatistic(table, nReference, nProduction);
  const statistic = (a2 - 1) / Math.sqrt(variance(nReference, nProduction));
  return {
    status: 'ok',
    statistic,
    p: andersonDarlingTail(1 + statistic * LIMIT_DEVIATION),
    pMethod: 'asymptotic',
    effect: ksEffectOf(table),
    nReference,
    nProduction,
    details: { a2 },
  };
}

/** Equation 7 of Scholz and Stephens for two samples. */
function midrankStatistic(table: NumericTable, nReference: number, nProduction: number): number {
  const total = nReference + nProduction;
  let sum = 0;
  let below = 0;
  let belowReference = 0;
  for (let i = 0; i < table.values.length; i++) {
    const inReference = table.reference[i] ?? 0;
    const tied = inReference + (table.production[i] ?? 0);
    const middle = below + tied / 2;
    const middleReference = belowReference + inReference / 2;
    const weight = tied / total / (middle * (total - middle) - (total * tied) / 4);
    // The deviations of the two samples are equal and opposite.
    sum += weight * (total * middleReference - middle * nReference) ** 2;
    below += tied;
    belowReference += inReference;
  }
  return ((total - 1) / total) * sum * (1 / nReference + 1 / nProduction);
}

/** Variance of A² under one distribution, equation 4 of Scholz and Stephens for two samples. */
function variance(nReference: number, nProduction: number): number {
  const n = nReference + nProduction;
  const reciprocals = 1 / nReference + 1 / nProduction;
  let harmonic = 0;
  let g = 0;
  for (let i = 1; i < n; i++) {
    if (i >= 2) g += harmonic / i;
    harmonic += 1 / (n - i);
  }
  const h = harmonic;
  const a = 4 * g - 6 + (10 - 6 * g) * reciprocals;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * reciprocals - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * reciprocals + 4 * h;
  const d = 4 * (2 * h + 6) - 8 * h;
  return (a * n ** 3 + b * n ** 2 + c * n + d) / ((n - 1) * (n - 2) * (n - 3));
}
