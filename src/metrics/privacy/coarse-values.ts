import { niceUnit, toUnit } from './k-rule.ts';

/** Ascending values with the number of leads that have each, of one side. */
export interface CountedValues {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** Values rounded so far that k leads share what is published. */
export interface CoarseValues {
  readonly n: number;
  /** The values below and above which k leads lie, these included; published in place of the extremes. */
  readonly low: number;
  readonly high: number;
  quantile(p: number): number;
  /** The value itself where k leads have it, else in the finest unit in which k leads have the same. */
  coarse(value: number): number;
  /** That unit; 0 where k leads have the value itself. */
  unitAt(value: number): number;
}

/** Null where fewer than k leads have a value. */
export function coarseValues({ values, counts }: CountedValues, k: number): CoarseValues | null {
  const sums = cumulated(counts);
  const n = sums.at(-1) ?? 0;
  if (n < k) return null;
  /** Leads with a value from `low` to `high`, both included. */
  const leadsFrom = (low: number, high: number): number =>
    (sums[firstAbove(values, high) - 1] ?? 0) - (sums[firstNotBelow(values, low) - 1] ?? 0);
  /** The value of the lead of a rank, from 0. */
  const valueAt = (rank: number): number => values[bisect(sums, (sum) => sum > rank)] ?? 0;
  const smallest = valueAt(k - 1);
  const largest = valueAt(n - k);
  const spread = Math.abs(largest - smallest);
  const finest = niceUnit((spread * k) / n / 100);

  function unitAt(value: number): number {
    if (leadsFrom(value, value) >= k) return 0;
    const start = finest > 0 ? finest : niceUnit(Math.abs(value) * 1e-12 || 1e-12);
    for (let unit = start; unit > 0; unit = niceUnit(unit * 1.5)) {
      const rounded = toUnit(value, unit);
      if (leadsFrom(rounded - unit / 2, rounded + unit / 2) >= k) return unit;
    }
    return Number.MAX_VALUE;
  }
  const coarse = (value: number): number => toUnit(value, unitAt(value));
  const low = coarse(Math.min(smallest, largest));
  const high = coarse(Math.max(smallest, largest));
  return {
    n,
    low,
    high: Math.max(low, high),
    unitAt,
    quantile(p) {
      // Type 7, as the store's.
      const rank = (n - 1) * p;
      const share = rank - Math.floor(rank);
      return coarse(valueAt(Math.floor(rank)) * (1 - share) + valueAt(Math.ceil(rank)) * share);
    },
    coarse,
  };
}

function cumulated(counts: Float64Array): Float64Array {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum;
  });
}

const firstAbove = (values: Float64Array, limit: number): number => bisect(values, (value) => value > limit);
const firstNotBelow = (values: Float64Array, limit: number): number =>
  bisect(values, (value) => value >= limit);

/** Index of the first value of which something holds that holds of all later ones; the length where there is none. */
function bisect(values: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
