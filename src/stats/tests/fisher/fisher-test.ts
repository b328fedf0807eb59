import { cramersV } from '../../cramers-v.ts';
import { logFactorial } from '../../distributions/binomial-probability.ts';
import { seededRandom } from '../../distributions/random.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { CategoricalTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { countAtLeast } from '../../tables/random-tables.ts';
import type { PermutationOptions } from '../total-variation/total-variation.ts';
import { cohensH } from '../z/two-proportion.ts';
import { fisherExactP } from './fisher-exact.ts';

const DRAWS = 10_000;

/**
 * Fisher's exact test of homogeneity. Two categories: exact p and the sample odds ratio as the statistic (0 where it
 * is infinite, see the detail `infiniteOdds`). More: the Monte Carlo form over random tables with the same margins,
 * with the negative log probability of the table as the statistic; its detail `standardError` is that of p.
 *
 * Source: R. A. Fisher (1922); G. H. Freeman and J. H. Halton (1951); SciPy's `fisher_exact`.
 *
 * @example
 * fisherTest(categoricalTable(['a', 'a', 'b'], ['a', 'b', 'b'])); // statistic (odds ratio) 4, p 1
 */
export function fisherTest(table: CategoricalTable, options: PermutationOptions = {}): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const rows = table.categories
    .map((_, i) => ({ a: table.reference[i] ?? 0, b: table.production[i] ?? 0 }))
    .filter(({ a, b }) => a + b > 0);
  const [first, second] = rows;
  if (first === undefined || second === undefined) {
    return notApplicable('constant: every value on both sides is the same category');
  }
  if (rows.length > 2) return monteCarlo(table, rows, options);
  const infinite = second.a * first.b === 0;
  return {
    status: 'ok',
    statistic: infinite ? 0 : (first.a * second.b) / (second.a * first.b),
    p: fisherExactP(first.a, second.a, first.b, second.b),
    pMethod: 'exact',
    effect: cohensH(second.a, nReference, second.b, nProduction),
    nReference,
    nProduction,
    ...(infinite ? { details: { infiniteOdds: 1 } } : {}),
  };
}

function monteCarlo(
  table: CategoricalTable,
  rows: readonly { readonly a: number; readonly b: number }[],
  options: PermutationOptions,
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const totals = Float64Array.from(rows, ({ a, b }) => a + b);
  const surprise = (i: number, a: number): number => logFactorial(a) + logFactorial((totals[i] ?? 0) - a);
  const draws = options.permutations ?? DRAWS;
  const random = seededRandom(options.seed ?? 1);
  const reference = rows.map(({ a }) => a);
  const atLeast = countAtLeast({ totals, nFirst: nReference }, surprise, reference, { draws, random });
  const p = (atLeast + 1) / (draws + 1);
  const observed = reference.reduce((sum, a, i) => sum + surprise(i, a), 0);
  const constant = [nReference, nProduction].reduce((sum, n) => sum - logFactorial(n), 0);
  const margins = totals.reduce((sum, n) => sum - logFactorial(n), logFactorial(nReference + nProduction));
  return {
    status: 'ok',
    statistic: Math.max(0, observed + constant + margins),
    p,
    pMethod: 'monte-carlo',
    effect: cramersV(table),
    nReference,
    nProduction,
    details: { draws, standardError: Math.sqrt((p * (1 - p)) / draws) },
  };
}
