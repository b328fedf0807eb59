import { notEnoughData, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { safeValues } from '../../tables/numeric-side.ts';
import { ksEffectOf } from '../ks/ks.ts';

/**
 * Energy distance: √(2 ∫ (F − G)² dx), in the square root of the feature's unit.
 *
 * Source: G. J. Székely (2003); SciPy's `energy_distance`.
 *
 * @example
 * energyDistance(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 1.3229
 */
export function energyDistance(
  table: NumericTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const { values, scale } = safeValues(table);
  let area = 0;
  let sumReference = 0;
  let sumProduction = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    sumReference += table.reference[i] ?? 0;
    sumProduction += table.production[i] ?? 0;
    const gap = sumReference / nReference - sumProduction / nProduction;
    area += gap * gap * ((values[i + 1] ?? 0) - (values[i] ?? 0));
  }
  return {
    status: 'ok',
    statistic: Math.sqrt(2 * area) * Math.sqrt(scale),
    effect: ksEffectOf(table),
    nReference,
    nProduction,
  };
}
