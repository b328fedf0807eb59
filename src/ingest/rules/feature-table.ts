import type { CategoricalTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { categoricalTableFromCounts } from '../../stats/tables/joint-table-from.ts';
import type { FeatureTable } from '../store.ts';
import type { ReferenceCounts } from './reference-side.ts';

/** Production's numbers of one feature, as any engine counts them. */
export interface NumberCounts {
  /** Ascending. */
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly missing: number;
  /** Values that are no finite number. */
  readonly mismatched: number;
  readonly sketchError?: number;
}

export function numericFeatureTable(
  reference: ReferenceCounts,
  { values, counts, missing, mismatched, sketchError }: NumberCounts,
): FeatureTable<NumericTable> {
  return {
    table: mergeNumeric(reference.numbers, values, counts),
    missingReference: reference.missing,
    missingProduction: missing,
    mismatchedReference: reference.filled - reference.numbers.length,
    mismatchedProduction: mismatched,
    ...(sketchError === undefined ? {} : { sketchError }),
  };
}

/** Any value is a category, so none is of another type. */
export function categoricalFeatureTable(
  reference: ReferenceCounts,
  counts: ReadonlyMap<string, number>,
  missing: number,
): FeatureTable<CategoricalTable> {
  return {
    table: categoricalTableFromCounts(reference.categories, counts),
    missingReference: reference.missing,
    missingProduction: missing,
    mismatchedReference: 0,
    mismatchedProduction: 0,
  };
}

/** Merges a sorted sample with sorted values and their counts; counts of a value that stands several times are added. */
export function mergeNumeric(sorted: Float64Array, values: Float64Array, counts: Float64Array): NumericTable {
  const size = sorted.length + values.length;
  const merged = new Float64Array(size);
  const reference = new Float64Array(size);
  const production = new Float64Array(size);
  let at = 0;
  let i = 0;
  let j = 0;
  while (i < sorted.length || j < values.length) {
    const value = Math.min(sorted[i] ?? Infinity, values[j] ?? Infinity);
    merged[at] = value;
    while (sorted[i] === value) {
      reference[at] = (reference[at] ?? 0) + 1;
      i++;
    }
    while (values[j] === value) {
      production[at] = (production[at] ?? 0) + (counts[j] ?? 0);
      j++;
    }
    at++;
  }
  return {
    kind: 'numeric',
    values: merged.slice(0, at),
    reference: reference.slice(0, at),
    production: production.slice(0, at),
  };
}

/** Adds the counts of one category's row: its number as JavaScript writes it, else its text out of JSON. */
export function addCategory(
  counts: Map<string, number>,
  number: number | null,
  text: string | null,
  count: number,
): void {
  const category = number === null ? decodeText(text ?? '') : String(number);
  counts.set(category, (counts.get(category) ?? 0) + count);
}

/** Text of a value kept as JSON: strings without quotes and escapes, anything else as it stands. */
export function decodeText(json: string): string {
  if (!json.startsWith('"')) return json;
  if (!json.includes('\\') && json.endsWith('"')) return json.slice(1, -1);
  try {
    return String(JSON.parse(json));
  } catch {
    // Cut at the text limit, perhaps within an escape: what is left of it.
    return json.slice(1).replace(/\\u?[0-9a-f]{0,3}…$/i, '…');
  }
}

/** JSON texts that `decodeText` reads as this key: the string, and anything else that is written like it. */
export const keyTexts = (key: string): string[] =>
  key.includes('\0') || key.startsWith('"') ? [JSON.stringify(key)] : [JSON.stringify(key), key];
