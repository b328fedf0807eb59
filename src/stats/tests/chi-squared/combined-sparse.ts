import type { Random } from '../../distributions/random.ts';
import { type CategoryTerm, tableSums } from '../../tables/random-tables.ts';

/** Draws from which the law of G on the sparse table is estimated; they are not counted. */
const PILOT = 60;
/** Sequential stopping (Besag–Clifford): drawing ends once so many tables have reached the observed one … */
const ENOUGH = 50;
/** … or this share of the draws that are allowed. */
const ENOUGH_OF_DRAWS = 0.04;
/** Tolerance for sums in another order, so that equal tables compare as equal. */
const ROUNDING = 1e-9;

/** A 2 × k table without empty categories, and which of them are too rare for the chi-squared law. */
export interface SparseTable {
  readonly reference: ArrayLike<number>;
  readonly production: ArrayLike<number>;
  readonly sparse: readonly boolean[];
}

/** Term of one cell of a contingency table in a statistic. */
export type Cell = (observed: number, expected: number) => number;

export interface CombinedResult {
  readonly p: number;
  readonly draws: number;
}

/**
 * p of two tests at once, on the same random tables with the observed margins: G over all categories, and the statistic
 * over the common categories with the sparse ones pooled. Each finds shifts that the other loses: many rare categories
 * that move together, one that replaces another. The combination is the larger of the two as normal deviates, and p its
 * share of tables that reach it, so the level holds whatever the counts.
 *
 * Source: S. S. Wilks (1938) for G; E. B. Wilson and M. M. Hilferty (1931) for the deviates; J. Besag and P. Clifford,
 * Biometrika 78(2), 1991, for stopping early.
 */
export function combinedSparseP(
  { reference, production, sparse }: SparseTable,
  cell: Cell,
  { draws, random }: { readonly draws: number; readonly random: Random },
): CombinedResult {
  const totals = Float64Array.from(reference, (count, i) => count + (production[i] ?? 0));
  const nFirst = Array.from(reference).reduce((sum, count) => sum + count, 0);
  const n = totals.reduce((sum, count) => sum + count, 0);
  const cells = (of: Cell, first: number, total: number): number =>
    of(first, (total * nFirst) / n) + of(total - first, (total * (n - nFirst)) / n);
  const sparseTotal = totals.reduce((sum, total, i) => sum + (sparse[i] === true ? total : 0), 0);
  const terms: readonly CategoryTerm[] = [
    (i, first) => 2 * (timesLog(first) + timesLog((totals[i] ?? 0) - first)),
    (i, first) => (sparse[i] === true ? 0 : cells(cell, first, totals[i] ?? 0)),
    (i, first) => (sparse[i] === true ? first : 0),
  ];
  const pooled = (sums: ArrayLike<number>): number => (sums[1] ?? 0) + cells(cell, sums[2] ?? 0, sparseTotal);
  // G is the sum of the first terms less what the margins alone give.
  const margins =
    2 *
    (timesLog(nFirst) + timesLog(n - nFirst) - timesLog(n) + totals.reduce((sum, t) => sum + timesLog(t), 0));
  const drawn = tableSums({ totals, nFirst }, terms, random);
  const pilot = Array.from({ length: PILOT }, () => (drawn()[0] ?? 0) - margins);
  const wholeDeviate = deviateOf(pilot);
  const pooledDeviate = deviate(sparse.filter((rare) => !rare).length);
  const combined = (sums: ArrayLike<number>): number =>
    Math.max(wholeDeviate((sums[0] ?? 0) - margins), pooledDeviate(pooled(sums)));

  const sums = terms.map((term) => Array.from(reference).reduce((sum, a, i) => sum + term(i, a), 0));
  const observed = combined(sums);
  const least = observed - ROUNDING * Math.max(1, Math.abs(observed));
  const enough = Math.max(10, Math.min(ENOUGH, Math.ceil(ENOUGH_OF_DRAWS * draws)));
  let reached = 0;
  let done = 0;
  while (done < draws && reached < enough) {
    if (combined(drawn()) >= least) reached++;
    done++;
  }
  return { p: reached >= enough ? reached / done : (reached + 1) / (done + 1), draws: done };
}

const KNOWN = Float64Array.from({ length: 4096 }, (_, x) => (x === 0 ? 0 : x * Math.log(x)));

/** x·log x, 0 for 0. */
const timesLog = (x: number): number => KNOWN[x] ?? (x > 0 ? x * Math.log(x) : 0);

/** Normal deviate of a chi-squared variable by its cube root. */
const deviate =
  (degreesOfFreedom: number, scale = 1) =>
  (x: number): number => {
    const spread = 2 / (9 * degreesOfFreedom);
    return (Math.cbrt(Math.max(0, x) / (scale * degreesOfFreedom)) - 1 + spread) / Math.sqrt(spread);
  };

/** Deviate of a statistic whose law is that of a multiple of a chi-squared variable with the pilot's mean and variance. */
function deviateOf(pilot: readonly number[]): (x: number) => number {
  const mean = pilot.reduce((sum, value) => sum + value, 0) / pilot.length;
  const variance = pilot.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pilot.length - 1);
  if (!(variance > 0 && mean > 0)) return () => 0;
  return deviate((2 * mean * mean) / variance, variance / (2 * mean));
}
