import { normalTwoSided } from '../../distributions/survival.ts';
import { CLIFF_BOUNDS, effectWord } from '../../effect.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { mannWhitneyExactTail } from './mann-whitney-exact.ts';

/** Largest smaller side for which the exact distribution is used without ties, as in SciPy's `method='auto'`. */
const EXACT_LIMIT = 8;
/** Largest number of pairs for which the exact distribution is computed. */
const EXACT_PAIRS = 4_000_000;

/**
 * Mann–Whitney U test, two-sided, corrected for ties and continuity.
 *
 * The statistic is the reference's U. p is by the normal approximation; without ties and with at most 8 values on one
 * side the detail `exactP` is the exact p. The effect is Cliff's delta, positive where production's values are larger.
 * Detail: `superiority`, the probability that a production value is larger than a reference value (ties count half).
 *
 * Source: H. B. Mann and D. R. Whitney (1947); SciPy's `mannwhitneyu`.
 *
 * @example
 * mannWhitney(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 2, p 0.1081
 */
export function mannWhitney(
  table: NumericTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  if (table.values.length === 1)
    return notApplicable(`constant: every value on both sides is ${table.values[0]}`);

  const { u, tieTerm } = rankSums(table);
  const pairs = nReference * nProduction;
  const larger = Math.max(u, pairs - u);
  // At the centre the continuity correction must not make the difference negative.
  const p = twoSidedNormal(Math.max(0, larger - pairs / 2 - 0.5), tieTerm, nReference, nProduction);
  const exactP = hasExactLaw(tieTerm, nReference, nProduction)
    ? { exactP: Math.min(1, 2 * mannWhitneyExactTail(pairs - larger, nReference, nProduction)) }
    : {};
  const delta = 1 - (2 * u) / pairs;
  return {
    status: 'ok',
    statistic: u,
    p,
    pMethod: 'asymptotic',
    effect: { name: "Cliff's delta", value: delta, word: effectWord(delta, CLIFF_BOUNDS) },
    nReference,
    nProduction,
    details: { superiority: 1 - u / pairs, ...exactP },
  };
}

/**
 * One-sided p of the alternative that the reference's values are the smaller ones, by the exact law where SciPy's
 * `alternative='less'` takes it.
 */
export function mannWhitneyLess(table: NumericTable): number {
  const { nReference, nProduction } = tableTotals(table);
  const { u, tieTerm } = rankSums(table);
  if (hasExactLaw(tieTerm, nReference, nProduction)) return mannWhitneyExactTail(u, nReference, nProduction);
  const excess = (nReference * nProduction) / 2 - u - 0.5;
  const half = twoSidedNormal(excess, tieTerm, nReference, nProduction) / 2;
  return excess >= 0 ? half : 1 - half;
}

const hasExactLaw = (tieTerm: number, nReference: number, nProduction: number): boolean =>
  tieTerm === 0 &&
  Math.min(nReference, nProduction) <= EXACT_LIMIT &&
  nReference * nProduction <= EXACT_PAIRS;

function twoSidedNormal(excess: number, tieTerm: number, nReference: number, nProduction: number): number {
  const total = nReference + nProduction;
  const variance = ((nReference * nProduction) / 12) * (total + 1 - tieTerm / (total * (total - 1)));
  return variance > 0 ? normalTwoSided(excess / Math.sqrt(variance)) : 1;
}

function rankSums(table: NumericTable): { readonly u: number; readonly tieTerm: number } {
  let u = 0;
  let tieTerm = 0;
  let belowProduction = 0;
  for (let i = 0; i < table.values.length; i++) {
    const a = table.reference[i] ?? 0;
    const b = table.production[i] ?? 0;
    u += a * (belowProduction + b / 2);
    tieTerm += (a + b) ** 3 - (a + b);
    belowProduction += b;
  }
  return { u, tieTerm };
}
