import { cramerVonMisesTail } from '../../distributions/quadratic-form-tail.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { ksEffectOf } from '../ks/ks.ts';
import { cramerVonMisesExactP } from './cramer-von-mises-exact.ts';

/** Largest side for which the exact p-value is computed, as in SciPy's `method='auto'`. */
const EXACT_LIMIT = 20;

/**
 * Two-sample Cramér–von Mises test, with midranks for ties.
 *
 * For p the statistic is rescaled to the mean and variance of the limiting distribution. p is SciPy's, which is
 * accurate to 1e-7 absolutely; the detail `tailP` is the same tail, accurate relatively down to 1e-300. Up to 20 values
 * a side the detail `exactP` is the exact p.
 *
 * Source: T. W. Anderson, Ann. Math. Statist. 33(3), 1962; SciPy's `cramervonmises_2samp`.
 *
 * @example
 * cramerVonMises(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 0.3438, p 0.1068
 */
export function cramerVonMises(
  table: NumericTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(2, options.minimum ?? 2);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  if (table.values.length === 1)
    return notApplicable(`constant: every value on both sides is ${table.values[0]}`);

  const u = rankStatistic(table, nReference, nProduction);
  const product = nReference * nProduction;
  const total = nReference + nProduction;
  const statistic = u / (product * total) - (4 * product - 1) / (6 * total);
  const normalised = normalisedStatistic(statistic, nReference, nProduction);
  const exact = Math.max(nReference, nProduction) <= EXACT_LIMIT;
  return {
    status: 'ok',
    statistic,
    p: scipySurvival(normalised),
    pMethod: 'asymptotic',
    effect: ksEffectOf(table),
    nReference,
    nProduction,
    details: {
      tailP: cramerVonMisesTail(normalised),
      ...(exact ? { exactP: cramerVonMisesExactP(u, nReference, nProduction) } : {}),
    },
  };
}

/**
 * One minus the limiting distribution function, as SciPy computes it: the series ends at its first term below 1e-7
 * (Csörgő and Faraway 1996, equation 1.3).
 */
function scipySurvival(x: number): number {
  if (x < 0.003) return 1;
  let cdf = 0;
  let ratio = Math.sqrt(Math.PI); // Γ(k + 1/2) / Γ(k + 1)
  for (let k = 0; ; k++) {
    const y = 4 * k + 1;
    const term =
      ((ratio * Math.sqrt(y)) / (Math.PI ** 1.5 * Math.sqrt(x))) * scaledBessel((y * y) / (16 * x));
    cdf += term;
    if (term < 1e-7) return Math.max(0, 1 - cdf);
    ratio *= (k + 0.5) / (k + 1);
  }
}

/** e^(−q)·K(q) for the modified Bessel function of order 1/4, by the trapezoidal rule (NIST DLMF 10.32.9). */
function scaledBessel(q: number): number {
  const step = 0.125;
  let sum = Math.exp(-2 * q) / 2;
  for (let t = step; ; t += step) {
    const value = Math.exp(-q * (1 + Math.cosh(t))) * Math.cosh(t / 4);
    sum += value;
    if (value <= sum * 1e-18) return sum * step;
  }
}

/** Equation 15 of Anderson (1962). */
function normalisedStatistic(statistic: number, nReference: number, nProduction: number): number {
  const product = nReference * nProduction;
  const total = nReference + nProduction;
  const mean = (1 + 1 / total) / 6;
  const variance =
    ((total + 1) * (4 * product * total - 3 * (nReference ** 2 + nProduction ** 2) - 2 * product)) /
    (45 * total ** 2 * 4 * product);
  return 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
}

/** U of equation 10: the squared differences between ranks in the pooled sample and ranks in one's own. */
function rankStatistic(table: NumericTable, nReference: number, nProduction: number): number {
  let reference = 0;
  let production = 0;
  let below = 0;
  let belowReference = 0;
  for (let i = 0; i < table.values.length; i++) {
    const a = table.reference[i] ?? 0;
    const b = table.production[i] ?? 0;
    const midrank = below + (a + b + 1) / 2;
    reference += squaredGaps(midrank - belowReference, a);
    production += squaredGaps(midrank - (below - belowReference), b);
    below += a + b;
    belowReference += a;
  }
  return nReference * reference + nProduction * production;
}

/** Σ (gap − i)² for i = 1 … count, in closed form. */
function squaredGaps(gap: number, count: number): number {
  if (count === 0) return 0;
  const centre = gap - (count + 1) / 2;
  return count * centre * centre + (count * (count * count - 1)) / 12;
}
