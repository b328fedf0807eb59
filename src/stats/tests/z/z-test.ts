import { normalTwoSided } from '../../distributions/survival.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../../result.ts';
import type { CategoricalTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { cohensH, pooledZ } from './two-proportion.ts';

/**
 * Two-proportion z-test of a feature with two categories (pooled variance, two-sided). The share compared is that of
 * the second category in code-unit order, so of 1 among 0 and 1 and of "true" among booleans; z is positive where
 * production's share is larger. A feature with more categories has no single share: `not-applicable`.
 *
 * @example
 * twoProportionZ(categoricalTable(['a', 'a', 'b'], ['a', 'b', 'b'])); // statistic 0.816, p 0.414
 */
export function twoProportionZ(
  table: CategoricalTable,
  options: { readonly minimum?: number } = {},
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const rows = table.categories
    .map((_, i) => ({ a: table.reference[i] ?? 0, b: table.production[i] ?? 0 }))
    .filter(({ a, b }) => a + b > 0);
  const second = rows[1];
  if (second === undefined) return notApplicable('constant: every value on both sides is the same category');
  if (rows.length > 2)
    return notApplicable(`${rows.length} categories; the z-test compares the share of one of two`);
  const z = pooledZ(second.a, nReference, second.b, nProduction);
  return {
    status: 'ok',
    statistic: z,
    p: normalTwoSided(z),
    pMethod: 'asymptotic',
    effect: cohensH(second.a, nReference, second.b, nProduction),
    nReference,
    nProduction,
    details: { shareReference: second.a / nReference, shareProduction: second.b / nProduction },
  };
}
