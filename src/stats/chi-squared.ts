import { cramersVEffect } from './cramers-v.ts';
import type { CategoricalTable } from './joint-table.ts';
import { tableTotals } from './joint-table.ts';
import { notApplicable, notEnoughData, type StatisticOk, type StatisticResult } from './result.ts';
import { poolSparseCategories } from './sparse-categories.ts';
import { chiSquaredSurvival } from './survival.ts';

export interface HomogeneityOptions {
  readonly minimum?: number;
  /** Pool categories with an expected count below 5 on either side into one before the test. Default true. */
  readonly pool?: boolean;
}

/**
 * Pearson's chi-squared test of homogeneity: do both sides draw their categories from one distribution?
 *
 * The table is a 2 × k contingency table, both rows random, no continuity correction; the expected counts come from
 * both sides together. (Goodness of fit against the reference's shares, as if they were known exactly, is another test
 * and rejects far too often.) Sparse categories are pooled first, because the chi-squared law needs expected counts
 * of about 5 (Cochran 1954). Details: `degreesOfFreedom`, `pooledCategories`, `smallestExpected`.
 *
 * Source: K. Pearson (1900); SciPy's `chi2_contingency(table, correction=False)`.
 */
export function chiSquaredHomogeneity(
  table: CategoricalTable,
  options: HomogeneityOptions = {},
): StatisticResult {
  return homogeneityTest(table, options, (observed, expected) => (observed - expected) ** 2 / expected);
}

/**
 * A test of homogeneity whose statistic is a sum over cells that follows the chi-squared law: Pearson's or G's.
 * The effect is Cramér's V of Pearson's statistic in both cases.
 */
export function homogeneityTest(
  table: CategoricalTable,
  options: HomogeneityOptions,
  cell: (observed: number, expected: number) => number,
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const pooling = poolSparseCategories(table, options.pool ?? true);
  const rows = pooling.reference.length;
  if (rows < 2) {
    return notApplicable(
      pooling.pooled.length > 0
        ? 'too few values: every category has an expected count below 5'
        : `constant: every value on both sides is ${JSON.stringify(pooling.kept[0] ?? '')}`,
    );
  }

  const total = nReference + nProduction;
  let statistic = 0;
  let pearson = 0;
  let smallestExpected = Infinity;
  for (let i = 0; i < rows; i++) {
    const a = pooling.reference[i] ?? 0;
    const b = pooling.production[i] ?? 0;
    const expectedA = ((a + b) * nReference) / total;
    const expectedB = ((a + b) * nProduction) / total;
    statistic += cell(a, expectedA) + cell(b, expectedB);
    pearson += (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB;
    smallestExpected = Math.min(smallestExpected, expectedA, expectedB);
  }
  statistic = Math.max(0, statistic);
  const degreesOfFreedom = rows - 1;
  const v = Math.min(1, Math.sqrt(pearson / total));
  const result: StatisticOk = {
    status: 'ok',
    statistic,
    p: chiSquaredSurvival(statistic, degreesOfFreedom),
    pMethod: 'asymptotic',
    effect: cramersVEffect(v),
    nReference,
    nProduction,
    details: { degreesOfFreedom, pooledCategories: pooling.pooled.length, smallestExpected },
  };
  return pooling.note === undefined ? result : { ...result, notes: [pooling.note] };
}
