import { COHEN_BOUNDS, effectWord } from '../../effect.ts';
import { notEnoughData, type StatisticOk, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { moments, safeValues } from '../../tables/numeric-side.ts';

/**
 * Wasserstein-1 (earth mover's) distance: the area between the two empirical distribution functions, in the feature's
 * own unit.
 *
 * The effect is the distance in standard deviations of the reference ("normed Wasserstein"), which for a pure shift
 * is Cohen's d. Where the reference is constant, the standard deviation of both sides together takes its place and a
 * note says so. Detail: `normed`.
 *
 * Source: SciPy's `wasserstein_distance`; normed as in Evidently, without its floor of 0.001 on the deviation.
 *
 * @example
 * wassersteinDistance(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 2
 */
export function wassersteinDistance(
  table: NumericTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const { values, scale } = safeValues(table);
  const distance = areaBetween(values, table, nReference, nProduction);

  const reference = moments(values, table.reference);
  const constant = reference.squares === 0;
  const both = constant ? moments(values, sumOfSides(table)) : reference;
  const deviation = Math.sqrt(both.squares / both.n);
  const normed = deviation > 0 ? distance / deviation : 0;
  const result: StatisticOk = {
    status: 'ok',
    statistic: Math.min(Number.MAX_VALUE, distance * scale),
    effect: { name: 'normed Wasserstein', value: normed, word: effectWord(normed, COHEN_BOUNDS) },
    nReference,
    nProduction,
    details: { normed },
  };
  if (!constant) return result;
  return { ...result, notes: ['the reference is constant; normed by the standard deviation of both sides'] };
}

function areaBetween(
  values: Float64Array,
  table: NumericTable,
  nReference: number,
  nProduction: number,
): number {
  let area = 0;
  let sumReference = 0;
  let sumProduction = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    sumReference += table.reference[i] ?? 0;
    sumProduction += table.production[i] ?? 0;
    const width = (values[i + 1] ?? 0) - (values[i] ?? 0);
    area += Math.abs(sumReference / nReference - sumProduction / nProduction) * width;
  }
  return area;
}

const sumOfSides = (table: NumericTable): Float64Array =>
  table.reference.map((count, i) => count + (table.production[i] ?? 0));
