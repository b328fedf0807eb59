import type { Random } from '../distributions/random.ts';
import { drawSplit } from './hypergeometric-table.ts';

/** Margins of a 2 × k table: the total of each category, and the number of values on the first side. */
export interface TableMargins {
  readonly totals: Float64Array;
  readonly nFirst: number;
}

/** Term of one category in a statistic, where `first` of its values are on the first side. */
export type CategoryTerm = (category: number, first: number) => number;

/** Tolerance for sums in another order, so that equal tables compare as equal. */
const RELATIVE_ROUNDING = 1e-10;

/**
 * Number of `draws` random 2 × k tables with the given margins whose statistic is at least the observed table's. The
 * statistic is a sum of one term per category.
 */
export function countAtLeast(
  margins: TableMargins,
  term: CategoryTerm,
  observed: ArrayLike<number>,
  { draws, random }: { readonly draws: number; readonly random: Random },
): number {
  let statistic = 0;
  for (let i = 0; i < margins.totals.length; i++) statistic += term(i, observed[i] ?? 0);
  const drawn = tableSums(margins, [term], random);
  const least = statistic - RELATIVE_ROUNDING * Math.max(1, Math.abs(statistic));
  let count = 0;
  for (let i = 0; i < draws; i++) if ((drawn()[0] ?? 0) >= least) count++;
  return count;
}

/** Cost of a hypergeometric draw, in draws of single values. */
const VALUES_PER_CATEGORY = 4;

/**
 * Draws random 2 × k tables with the given margins: each call gives one table's sums, one for each term, in an array
 * that the next call overwrites.
 *
 * Time of a draw is proportional to the smaller side or to the number of categories, whichever is less: 300 reference
 * values against a million predictions in 3,000 categories take 300 steps.
 */
export function tableSums(
  { totals, nFirst }: TableMargins,
  terms: readonly CategoryTerm[],
  random: Random,
): () => Float64Array {
  const n = totals.reduce((sum, total) => sum + total, 0);
  const smaller = Math.min(nFirst, n - nFirst);
  return smaller <= VALUES_PER_CATEGORY * totals.length
    ? valueByValue(totals, n, smaller, nFirst > smaller, terms, random)
    : byCategory(totals, nFirst, terms, random);
}

function byCategory(
  totals: Float64Array,
  nFirst: number,
  terms: readonly CategoryTerm[],
  random: Random,
): () => Float64Array {
  const split = new Float64Array(totals.length);
  const sums = new Float64Array(terms.length);
  return () => {
    drawSplit(totals, nFirst, random, split);
    terms.forEach((term, t) => {
      let sum = 0;
      for (let i = 0; i < split.length; i++) sum += term(i, split[i] ?? 0);
      sums[t] = sum;
    });
    return sums;
  };
}

/**
 * Draws the smaller side's values one by one without replacement. A position among all values gives a category and a
 * place in it; a place below the number already drawn from that category is taken, so the position is drawn again. Only
 * the terms of drawn categories differ from those of an empty side.
 */
function valueByValue(
  totals: Float64Array,
  n: number,
  size: number,
  isSecond: boolean,
  terms: readonly CategoryTerm[],
  random: Random,
): () => Float64Array {
  const ends = new Float64Array(totals.length);
  totals.reduce((end, total, i) => {
    ends[i] = end + total;
    return end + total;
  }, 0);
  const untouched = terms.map((term) => totals.map((total, i) => term(i, isSecond ? total : 0)));
  const base = untouched.map((own) => own.reduce((sum, value) => sum + value, 0));
  const categoryAt = categoryFinder(ends, n);
  const taken = new Float64Array(totals.length);
  const met = new Int32Array(Math.min(size, totals.length));
  const sums = new Float64Array(terms.length);
  return () => {
    let distinct = 0;
    for (let left = size; left > 0; ) {
      const position = random.below(n);
      const i = categoryAt(position);
      const already = taken[i] ?? 0;
      if (position >= (ends[i] ?? 0) - already) continue;
      if (already === 0) met[distinct++] = i;
      taken[i] = already + 1;
      left--;
    }
    terms.forEach((term, t) => {
      let sum = base[t] ?? 0;
      for (let k = 0; k < distinct; k++) {
        const i = met[k] ?? 0;
        const count = taken[i] ?? 0;
        sum += term(i, isSecond ? (totals[i] ?? 0) - count : count) - (untouched[t]?.[i] ?? 0);
      }
      sums[t] = sum;
    });
    for (let k = 0; k < distinct; k++) taken[met[k] ?? 0] = 0;
    return sums;
  };
}

/** Finds the category of a position with a guide table (Chen and Asau 1974). */
function categoryFinder(ends: Float64Array, n: number): (position: number) => number {
  const guide = new Int32Array(2 * ends.length);
  const perStep = guide.length / n;
  for (let step = 0, i = 0; step < guide.length; step++) {
    while ((ends[i] ?? n) <= step / perStep) i++;
    guide[step] = i;
  }
  return (position) => {
    let i = guide[Math.floor(position * perStep)] ?? 0;
    while ((ends[i] ?? n) <= position) i++;
    return i;
  };
}
