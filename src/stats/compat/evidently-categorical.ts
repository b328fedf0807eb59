import { cramersV } from '../cramers-v.ts';
import { normalCdf } from '../distributions/normal.ts';
import { chiSquaredSurvival } from '../distributions/survival.ts';
import { notApplicable, notEnoughData, type StatisticResult } from '../result.ts';
import type { CategoricalTable } from '../tables/joint-table.ts';
import { tableTotals } from '../tables/joint-table.ts';
import type { MissingValues, TestOptions } from '../tests/drift-test-types.ts';
import { fisherExactP } from '../tests/fisher/fisher-exact.ts';
import { totalVariation } from '../tests/total-variation/total-variation.ts';
import { pooledZ } from '../tests/z/two-proportion.ts';
import { below, type EvidentlyRule } from './evidently-rule.ts';

export const EVIDENTLY_CATEGORICAL = {
  chisquare: { threshold: 0.05, drifted: below, run: goodnessOfFit },
  z: { threshold: 0.05, drifted: below, run: firstCategoryZ },
  g_test: { threshold: 0.1, drifted: below, run: goodnessOfFitG },
  fisher_exact: { threshold: 0.1, drifted: below, run: equalSizesFisher },
  TVD: {
    threshold: 0.1,
    drifted: below,
    run: (table, options) => totalVariation(table, { permutations: 1000, ...options }),
  },
} as const satisfies Readonly<Record<string, EvidentlyRule<CategoricalTable>>>;

const NONE_MISSING: MissingValues = { reference: 0, production: 0, first: false };

interface Row {
  readonly category: string;
  readonly reference: number;
  readonly production: number;
}

const rowsOf = (table: CategoricalTable): readonly Row[] =>
  table.categories
    .map((category, i) => ({
      category,
      reference: table.reference[i] ?? 0,
      production: table.production[i] ?? 0,
    }))
    .filter((row) => row.reference + row.production > 0);

/** Chi-squared goodness of fit of production against the reference's shares, as if those were known exactly. */
function goodnessOfFit(table: CategoricalTable): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  return fitTest(table, (row) => {
    const expected = (row.reference * nProduction) / nReference;
    return (row.production - expected) ** 2 / expected;
  });
}

/** G goodness of fit against the reference's raw counts, for which SciPy demands equal totals. */
function goodnessOfFitG(table: CategoricalTable): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  if (nReference !== nProduction) {
    return notApplicable('Evidently fails: the sums of observed and expected counts must agree');
  }
  return fitTest(table, ({ production, reference }) =>
    production === 0 ? 0 : 2 * production * Math.log(production / reference),
  );
}

function fitTest(table: CategoricalTable, cell: (row: Row) => number): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  if (Math.min(nReference, nProduction) < 1) return notEnoughData(nReference, nProduction, 1);
  const rows = rowsOf(table);
  if (rows.length < 2) return notApplicable('Evidently returns no number where all values are one category');
  // A category absent from the reference makes the statistic infinite and p zero.
  const statistic = rows.some((row) => row.reference === 0)
    ? Number.MAX_VALUE
    : rows.reduce((sum, row) => sum + cell(row), 0);
  return {
    status: 'ok',
    statistic,
    p: statistic === Number.MAX_VALUE ? 0 : chiSquaredSurvival(statistic, rows.length - 1),
    pMethod: 'asymptotic',
    effect: cramersV(table),
    nReference,
    nProduction,
    details: { degreesOfFreedom: rows.length - 1 },
  };
}

/**
 * z-test of the share of all but the first category, missing values among them. p is computed as 1 − Φ and is 0 beyond
 * about z = 8. Where both sides hold one and the same category, p is 1 whatever is missing, unless a side begins with a
 * missing value.
 */
function firstCategoryZ(table: CategoricalTable, { missing = NONE_MISSING }: TestOptions): StatisticResult {
  const totals = tableTotals(table);
  const nReference = totals.nReference + missing.reference;
  const nProduction = totals.nProduction + missing.production;
  if (Math.min(nReference, nProduction) < 1) return notEnoughData(nReference, nProduction, 1);
  const rows = [...rowsOf(table)].sort(byNumberWhereBothAre);
  const [first] = rows;
  if (first === undefined) return notEnoughData(nReference, nProduction, 1);
  const constant = rows.length === 1 && !missing.first && Math.min(first.reference, first.production) > 0;
  const z = constant
    ? 0
    : -pooledZ(nReference - first.reference, nReference, nProduction - first.production, nProduction);
  return {
    status: 'ok',
    statistic: z,
    p: 2 * (1 - normalCdf(Math.abs(z))),
    pMethod: 'asymptotic',
    ...(Math.min(totals.nReference, totals.nProduction) > 0 ? { effect: cramersV(table) } : {}),
    ...totals,
  };
}

function equalSizesFisher(table: CategoricalTable): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  if (Math.min(nReference, nProduction) < 1) return notEnoughData(nReference, nProduction, 1);
  const rows = rowsOf(table);
  const [first, second = { reference: 0, production: 0 }] = rows;
  if (rows.length > 2 || first === undefined)
    return notApplicable('Evidently fails: more than two categories');
  if (nReference !== nProduction)
    return notApplicable('Evidently fails: the two sides are not of equal length');
  return {
    status: 'ok',
    statistic: fisherExactP(first.reference, second.reference, first.production, second.production),
    p: fisherExactP(first.reference, second.reference, first.production, second.production),
    pMethod: 'exact',
    effect: cramersV(table),
    nReference,
    nProduction,
  };
}

function byNumberWhereBothAre(a: Row, b: Row): number {
  const difference = Number(a.category) - Number(b.category);
  if (Number.isFinite(difference)) return difference;
  return a.category < b.category ? -1 : 1;
}
