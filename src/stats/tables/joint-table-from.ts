import type { CategoricalTable, NumericTable } from './joint-table.ts';

/**
 * Joint frequency table of two numeric samples.
 *
 * NaN and ±Infinity are left out; a caller can count them by comparing totals. −0 counts as 0.
 *
 * @example
 * numericTable([1, 2, 2], [2, 3]); // values 1, 2, 3; reference 1, 2, 0; production 0, 1, 1
 */
export function numericTable(reference: Iterable<number>, production: Iterable<number>): NumericTable {
  const a = sortedFinite(reference);
  const b = sortedFinite(production);
  const values = new Float64Array(a.length + b.length);
  const countsA = new Float64Array(a.length + b.length);
  const countsB = new Float64Array(a.length + b.length);
  let size = 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    const startA = i;
    const startB = j;
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    values[size] = value;
    countsA[size] = i - startA;
    countsB[size] = j - startB;
    size++;
  }
  return {
    kind: 'numeric',
    values: values.slice(0, size),
    reference: countsA.slice(0, size),
    production: countsB.slice(0, size),
  };
}

/** Joint frequency table of two samples of categories. */
export function categoricalTable(
  reference: Iterable<string>,
  production: Iterable<string>,
): CategoricalTable {
  return categoricalTableFromCounts(tally(reference), tally(production));
}

/** Joint frequency table from counts per category. A category absent from one side counts 0 there. */
export function categoricalTableFromCounts(
  reference: ReadonlyMap<string, number>,
  production: ReadonlyMap<string, number>,
): CategoricalTable {
  const categories = [...new Set([...reference.keys(), ...production.keys()])].sort(byCodeUnit);
  return {
    kind: 'categorical',
    categories,
    reference: Float64Array.from(categories, (category) => reference.get(category) ?? 0),
    production: Float64Array.from(categories, (category) => production.get(category) ?? 0),
  };
}

/** Joint frequency table from counts per number, which must be finite. A number absent from one side counts 0 there. */
export function numericTableFromCounts(
  reference: ReadonlyMap<number, number>,
  production: ReadonlyMap<number, number>,
): NumericTable {
  const values = Float64Array.from(new Set([...reference.keys(), ...production.keys()])).sort();
  return {
    kind: 'numeric',
    values,
    reference: values.map((value) => reference.get(value) ?? 0),
    production: values.map((value) => production.get(value) ?? 0),
  };
}

function sortedFinite(sample: Iterable<number>): Float64Array {
  const buffer = Float64Array.from(sample);
  let size = 0;
  for (const value of buffer) if (Number.isFinite(value)) buffer[size++] = value + 0;
  return buffer.subarray(0, size).sort();
}

function tally(sample: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const category of sample) counts.set(category, (counts.get(category) ?? 0) + 1);
  return counts;
}

function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
