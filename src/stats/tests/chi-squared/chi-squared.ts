import { cramersV } from '../../cramers-v.ts';
import { seededRandom } from '../../distributions/random.ts';
import { chiSquaredSurvival } from '../../distributions/survival.ts';
import { notApplicable, notEnoughData, type PMethod, type StatisticResult } from '../../result.ts';
import type { CategoricalTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { countAtLeast } from '../../tables/random-tables.ts';
import { fisherExactP } from '../fisher/fisher-exact.ts';
import { type Cell, combinedSparseP } from './combined-sparse.ts';
import { type Pooling, poolSparseCategories } from './sparse-categories.ts';

const DRAWS = 10_000;

export interface HomogeneityOptions {
  readonly minimum?: number;
  /** Pool categories with an expected count below 5 on either side into one before the test. Default true. */
  readonly pool?: boolean;
  /** Seed and largest number of Monte Carlo draws, where categories are sparse. */
  readonly seed?: number;
  readonly permutations?: number;
}

/**
 * Pearson's chi-squared test of homogeneity: do both sides draw their categories from one distribution?
 *
 * The table is a 2 × k contingency table, both rows random, no continuity correction; the expected counts come from
 * both sides together. (Goodness of fit against the reference's shares, as if they were known exactly, is another test
 * and rejects far too often.) The statistic is that of the table whose sparse categories are pooled, because the
 * chi-squared law needs expected counts of about 5 (Cochran 1954). p then combines that table with the whole one on
 * random tables of the same margins (`combinedSparseP`), or is twice the pooled table's where that is below 1e-4. Where
 * pooling would leave a single category, nothing is pooled and p is Fisher's exact one for two categories, Monte Carlo
 * for more. Details: `degreesOfFreedom`, `pooledCategories`, `smallestExpected`, and
 * `unpooledStatistic`, `unpooledP` (by the chi-squared law) where p is not the unpooled test's.
 *
 * Source: K. Pearson (1900); SciPy's `chi2_contingency(table, correction=False)`.
 *
 * @example
 * const once = new Map([['a', 10], ['b', 20]]); const now = new Map([['a', 20], ['b', 10]]);
 * chiSquaredHomogeneity(categoricalTableFromCounts(once, now)); // statistic 6.667, p 0.0098
 */
export function chiSquaredHomogeneity(
  table: CategoricalTable,
  options: HomogeneityOptions = {},
): StatisticResult {
  return homogeneityTest(table, options, (observed, expected) => (observed - expected) ** 2 / expected);
}

/**
 * A test of homogeneity whose statistic is a sum over cells that follows the chi-squared law: Pearson's or G's.
 * The effect is Cramér's V of the whole table in both cases.
 */
export function homogeneityTest(
  table: CategoricalTable,
  options: HomogeneityOptions,
  cell: Cell,
): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const whole = poolSparseCategories(table, false);
  if (whole.kept.length < 2) {
    return notApplicable(`constant: every value on both sides is ${JSON.stringify(whole.kept[0] ?? '')}`);
  }
  const pooled = poolSparseCategories(table, options.pool ?? true);
  const tooSparse = pooled.reference.length < 2;
  const used = tooSparse ? whole : pooled;
  const sums = cellSums(used, cell);
  const degreesOfFreedom = used.reference.length - 1;
  const asymptotic = {
    p: chiSquaredSurvival(sums.statistic, degreesOfFreedom),
    pMethod: 'asymptotic' as const,
  };
  const combines = !tooSparse && used.pooled.length > 1;
  const judged = tooSparse
    ? sparseP(used, options, cell)
    : combines
      ? combinedP(whole, pooled, asymptotic.p, options, cell)
      : asymptotic;
  const wholeSums = cellSums(whole, cell);
  return {
    status: 'ok',
    statistic: sums.statistic,
    ...judged,
    effect: cramersV(table),
    nReference,
    nProduction,
    ...(tooSparse ? { notes: [judgedWithoutPooling(judged.pMethod)] } : {}),
    ...(combines ? { notes: [COMBINED_NOTE] } : {}),
    ...(used.note === undefined ? {} : { poolingNote: used.note }),
    details: {
      degreesOfFreedom,
      pooledCategories: used.pooled.length,
      smallestExpected: sums.smallestExpected,
      ...(used.pooled.length === 0 && !tooSparse
        ? {}
        : {
            unpooledStatistic: wholeSums.statistic,
            unpooledP: chiSquaredSurvival(wholeSums.statistic, whole.reference.length - 1),
          }),
    },
  };
}

interface CellSums {
  readonly statistic: number;
  readonly smallestExpected: number;
}

function cellSums(
  { reference, production }: Pick<Pooling, 'reference' | 'production'>,
  cell: Cell,
): CellSums {
  const nReference = reference.reduce((sum, count) => sum + count, 0);
  const nProduction = production.reduce((sum, count) => sum + count, 0);
  let statistic = 0;
  let smallestExpected = Infinity;
  reference.forEach((a, i) => {
    const b = production[i] ?? 0;
    const expectedA = ((a + b) * nReference) / (nReference + nProduction);
    const expectedB = ((a + b) * nProduction) / (nReference + nProduction);
    statistic += cell(a, expectedA) + cell(b, expectedB);
    smallestExpected = Math.min(smallestExpected, expectedA, expectedB);
  });
  return { statistic: Math.max(0, statistic), smallestExpected };
}

/** p without the chi-squared law: Fisher's for two categories, Monte Carlo over tables of the same margins for more. */
function sparseP(
  { reference, production }: Pooling,
  options: HomogeneityOptions,
  cell: Cell,
): { readonly p: number; readonly pMethod: PMethod } {
  const [a = 0, c = 0] = reference;
  const [b = 0, d = 0] = production;
  if (reference.length === 2) return { p: fisherExactP(a, c, b, d), pMethod: 'exact' };
  const totals = Float64Array.from(reference, (count, i) => count + (production[i] ?? 0));
  const nFirst = reference.reduce((sum, count) => sum + count, 0);
  const n = totals.reduce((sum, count) => sum + count, 0);
  const draws = options.permutations ?? maxDraws(Math.min(nFirst, n - nFirst));
  const term = (i: number, first: number): number => {
    const total = totals[i] ?? 0;
    return cell(first, (total * nFirst) / n) + cell(total - first, (total * (n - nFirst)) / n);
  };
  const random = seededRandom(options.seed ?? 1);
  const atLeast = countAtLeast({ totals, nFirst }, term, reference, { draws, random });
  return { p: (atLeast + 1) / (draws + 1), pMethod: 'monte-carlo' };
}

/** Twice the pooled p below this is p: no number of draws could make it clearer. */
const CLEAR = 1e-4;

const COMBINED_NOTE =
  'p combines the table with rare categories as one and the table of all categories, so that neither kind of shift is lost';

/** p over the pooled and the whole table: Monte Carlo, or twice the pooled one (Bonferroni) where that is far below. */
function combinedP(
  whole: Pooling,
  pooled: Pooling,
  pooledP: number,
  options: HomogeneityOptions,
  cell: Cell,
): { readonly p: number; readonly pMethod: PMethod } {
  if (2 * pooledP < CLEAR) return { p: 2 * pooledP, pMethod: 'asymptotic' };
  const rare = new Set(pooled.pooled);
  const smaller = Math.min(
    whole.reference.reduce((sum, count) => sum + count, 0),
    whole.production.reduce((sum, count) => sum + count, 0),
  );
  const { p } = combinedSparseP({ ...whole, sparse: whole.kept.map((name) => rare.has(name)) }, cell, {
    draws: options.permutations ?? maxDraws(smaller),
    random: seededRandom(options.seed ?? 1),
  });
  return { p, pMethod: 'monte-carlo' };
}

/** Fewer draws where the smaller side is large and each draw slow; 1,000 still distinguish 0.05 from 0.03. */
const maxDraws = (smaller: number): number => Math.min(DRAWS, Math.max(1_000, Math.floor(3e7 / smaller)));

const judgedWithoutPooling = (method: PMethod): string =>
  `too few values for the chi-squared law; the p-value is ${method === 'exact' ? "Fisher's exact one" : 'from Monte Carlo tables'}`;
