import { cramersV } from '../../cramers-v.ts';
import { seededRandom } from '../../distributions/random.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { CategoricalTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { countAtLeast } from '../../tables/random-tables.ts';

const PERMUTATIONS = 2000;

export interface PermutationOptions {
  readonly minimum?: number;
  readonly seed?: number;
  readonly permutations?: number;
}

/**
 * Total variation distance, ½ Σ |p − q|, with a seeded permutation p-value (which is valid for any number of rare
 * categories). Detail: `permutations`.
 *
 * @example
 * totalVariation(categoricalTable(['a', 'a', 'b'], ['a', 'b', 'b'])); // statistic 1/3
 */
export function totalVariation(table: CategoricalTable, options: PermutationOptions = {}): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const totals = table.reference
    .map((count, i) => count + (table.production[i] ?? 0))
    .filter((count) => count > 0);
  if (totals.length === 1) {
    return notApplicable('constant: every value on both sides is the same category');
  }
  const used = table.reference.filter((count, i) => count + (table.production[i] ?? 0) > 0);
  const difference = (i: number, a: number): number =>
    Math.abs(a / nReference - ((totals[i] ?? 0) - a) / nProduction);
  const permutations = options.permutations ?? PERMUTATIONS;
  const random = seededRandom(options.seed ?? 1);
  const atLeast = countAtLeast({ totals, nFirst: nReference }, difference, used, {
    draws: permutations,
    random,
  });
  return {
    status: 'ok',
    statistic: used.reduce((sum, a, i) => sum + difference(i, a), 0) / 2,
    p: (atLeast + 1) / (permutations + 1),
    pMethod: 'permutation',
    effect: cramersV(table),
    nReference,
    nProduction,
    details: { permutations },
  };
}
