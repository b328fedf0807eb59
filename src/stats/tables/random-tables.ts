import type { Random } from '../distributions/random.ts';
import { drawSplit } from './hypergeometric-table.ts';

/** A 2 × k table by its margins: the total of each category, and how many of all values are on the first side. */
export interface TableMargins {
  readonly totals: Float64Array;
  readonly nFirst: number;
}

/** What one category adds to a statistic when `first` of its values are on the first side. */
export type CategoryTerm = (category: number, first: number) => number;

/** Rounding of sums in another order must not tell two equal tables apart. */
const RELATIVE_ROUNDING = 1e-10;

/**
 * How many of `draws` random 2 × k tables with the given margins have a statistic at least as large as the observed
 * table's. The statistic is a sum of one term per category.
 *
 * A draw takes time with the smaller side or with the number of categories, whichever is less: three hundred
 * reference values against a million predictions of three thousand categories cost three hundred steps.
 */
export function countAtLeast(
  { totals, nFirst }: TableMargins,
  term: CategoryTerm,
  observed: ArrayLike<number>,
  { draws, random }: { readonly draws: number; readonly random: Random },
): number {
  let n = 0;
  let statistic = 0;
  for (let i = 0; i < totals.length; i++) {
    n += totals[i] ?? 0;
    statistic += term(i, observed[i] ?? 0);
  }
  const smaller = Math.min(nFirst, n - nFirst);
  const drawn =
    smaller <= VALUES_PER_CATEGORY * totals.length
      ? valueByValue(totals, n, smaller, nFirst > smaller, term, random)
      : byCategory(totals, nFirst, term, random);
  const least = statistic - RELATIVE_ROUNDING * Math.max(1, Math.abs(statistic));
  let count = 0;
  for (let i = 0; i < draws; i++) if (drawn() >= least) count++;
  return count;
}

/** A hypergeometric draw costs about as much as so many single values. */
const VALUES_PER_CATEGORY = 4;

function byCategory(totals: Float64Array, nFirst: number, term: CategoryTerm, random: Random): () => number {
  const split = new Float64Array(totals.length);
  return () => {
    drawSplit(totals, nFirst, random, split);
    let sum = 0;
    for (let i = 0; i < split.length; i++) sum += term(i, split[i] ?? 0);
    return sum;
  };
}

/**
 * Draws the smaller side's values one by one without replacement: a position among all values names a category and a
 * place in it, and a place below the number already taken there stands for a taken value, so it is drawn again. Only
 * the terms of the categories that were met differ from those of a side without a value.
 */
function valueByValue(
  totals: Float64Array,
  n: number,
  size: number,
  isSecond: boolean,
  term: CategoryTerm,
  random: Random,
): () => number {
  const ends = new Float64Array(totals.length);
  const untouched = new Float64Array(totals.length);
  let base = 0;
  totals.reduce((end, total, i) => {
    untouched[i] = term(i, isSecond ? total : 0);
    base += untouched[i] ?? 0;
    ends[i] = end + total;
    return end + total;
  }, 0);
  const categoryAt = categoryFinder(ends, n);
  const taken = new Float64Array(totals.length);
  const met = new Int32Array(Math.min(size, totals.length));
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
    let sum = base;
    for (let k = 0; k < distinct; k++) {
      const i = met[k] ?? 0;
      const count = taken[i] ?? 0;
      sum += term(i, isSecond ? (totals[i] ?? 0) - count : count) - (untouched[i] ?? 0);
      taken[i] = 0;
    }
    return sum;
  };
}

/** Which category a position belongs to: a guide table says where to begin looking (Chen and Asau 1974). */
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
