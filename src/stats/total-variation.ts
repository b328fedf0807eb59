import { cramersV } from './cramers-v.ts';
import { drawSplit } from './hypergeometric-table.ts';
import type { CategoricalTable } from './joint-table.ts';
import { tableTotals } from './joint-table.ts';
import { seededRandom } from './random.ts';
import { notApplicable, notEnoughData, type StatisticResult } from './result.ts';

const PERMUTATIONS = 2000;

export interface PermutationOptions {
  readonly minimum?: number;
  readonly seed?: number;
  readonly permutations?: number;
}

/**
 * Total variation distance, ½ Σ |p − q|, with a seeded permutation p-value (which is valid for any number of rare
 * categories). Detail: `permutations`.
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
  const distance = (reference: Float64Array, all: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < all.length; i++) {
      const a = reference[i] ?? 0;
      sum += Math.abs(a / nReference - ((all[i] ?? 0) - a) / nProduction);
    }
    return sum / 2;
  };
  const used = table.reference.filter((count, i) => count + (table.production[i] ?? 0) > 0);
  const observed = distance(used, totals);
  const random = seededRandom(options.seed ?? 1);
  const permutations = options.permutations ?? PERMUTATIONS;
  const split = new Float64Array(totals.length);
  let atLeast = 1;
  for (let i = 0; i < permutations; i++) {
    drawSplit(totals, nReference, random, split);
    if (distance(split, totals) >= observed - 1e-12) atLeast++;
  }
  return {
    status: 'ok',
    statistic: observed,
    p: atLeast / (permutations + 1),
    pMethod: 'permutation',
    effect: cramersV(table),
    nReference,
    nProduction,
    details: { permutations },
  };
}
