import { cramerVonMisesExactP } from './cramer-von-mises-exact.ts';
import type { NumericTable } from './joint-table.ts';
import { tableTotals } from './joint-table.ts';
import { ksEffectOf } from './ks.ts';
import { cramerVonMisesTail } from './quadratic-form-tail.ts';
import { notApplicable, notEnoughData, type StatisticResult } from './result.ts';

/** Largest side for which the exact p-value is computed, where SciPy's `method='auto'` takes it. */
const EXACT_LIMIT = 20;

/**
 * Two-sample Cramér–von Mises test, with midranks for ties.
 *
 * For p the statistic is brought to the mean and variance of the limiting law. Up to 20 values a side the exact p stands
 * beside it (detail `exactP`).
 *
 * Source: T. W. Anderson, Ann. Math. Statist. 33(3), 1962; SciPy's `cramervonmises_2samp`.
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
  const exact = Math.max(nReference, nProduction) <= EXACT_LIMIT;
  return {
    status: 'ok',
    statistic,
    p: cramerVonMisesP(normalisedStatistic(statistic, nReference, nProduction)),
    pMethod: 'asymptotic',
    effect: ksEffectOf(table),
    nReference,
    nProduction,
    ...(exact ? { details: { exactP: cramerVonMisesExactP(u, nReference, nProduction) } } : {}),
  };
}

/**
 * The tail, with SciPy's own truncation error put back where that leaves at least two digits: SciPy ends its series at
 * the first term below 1e-7, and its numbers are what ours are compared with. Below, where the error is all that SciPy
 * returns, the tail stands alone.
 */
function cramerVonMisesP(x: number): number {
  const p = cramerVonMisesTail(x);
  const truncated = truncatedTerms(x);
  return truncated < p / 100 ? p + truncated : p;
}

/** What SciPy leaves off the distribution function (Csörgő and Faraway 1996, equation 1.3). */
function truncatedTerms(x: number): number {
  let sum = 0;
  let cut = false;
  let ratio = Math.sqrt(Math.PI); // Γ(k + 1/2) / Γ(k + 1)
  for (let k = 0; k < 1000; k++) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const term = (ratio / (Math.PI ** 1.5 * Math.sqrt(x))) * Math.sqrt(y) * Math.exp(-q) * besselQuarter(q);
    if (cut) sum += term;
    if (q > 1 && term < 1e-7) cut = true;
    if (cut && term < 1e-20) break;
    ratio *= (k + 0.5) / (k + 1);
  }
  return sum;
}

/** Modified Bessel function K of order 1/4 by its asymptotic series; only ever used where q is large. */
function besselQuarter(q: number): number {
  let term = 1;
  let sum = 1;
  for (let j = 1; j <= 10; j++) {
    const next = (term * (0.25 - (2 * j - 1) ** 2)) / (8 * j * q);
    if (Math.abs(next) > Math.abs(term)) break;
    term = next;
    sum += term;
  }
  return Math.sqrt(Math.PI / (2 * q)) * Math.exp(-q) * sum;
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
