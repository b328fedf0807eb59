import type { CategoricalTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { categoricalTableFromCounts } from '../../stats/tables/joint-table-from.ts';
import type { FeatureTable, TableChunk } from '../store.ts';
import type { ReferenceCounts } from './reference-side.ts';

/** Production's numbers of one feature, as any engine counts them. */
export interface NumberCounts {
  /** Ascending. */
  readonly values: Float64Array;
  readonly counts: Float64Array;
  /** Leads counted by their newest prediction; the same array as `counts` where each has one. */
  readonly leads: Float64Array;
  readonly missing: number;
  /** Values that are no finite number. */
  readonly mismatched: number;
  readonly sketchError?: number;
}

export function numericFeatureTable(
  reference: ReferenceCounts,
  { values, counts, leads, missing, mismatched, sketchError }: NumberCounts,
): FeatureTable<NumericTable> {
  return {
    ...numericTables(reference, values, counts, leads),
    missingReference: reference.missing,
    missingProduction: missing,
    mismatchedReference: reference.filled - reference.numbers.length,
    mismatchedProduction: mismatched,
    ...(sketchError === undefined ? {} : { sketchError }),
  };
}

/** A joint table of rows, and of leads; see `FeatureTable.leads`. */
export function numericTables(
  reference: Pick<ReferenceCounts, 'numbers'> & { readonly leads: Pick<ReferenceCounts, 'numbers'> },
  values: Float64Array,
  counts: Float64Array,
  leads: Float64Array,
): { readonly table: NumericTable; readonly leads: NumericTable } {
  const table = mergeNumeric(reference.numbers, values, counts);
  if (leads === counts && reference.leads.numbers === reference.numbers) return { table, leads: table };
  const held = (_: number, i: number): boolean => (leads[i] ?? 0) > 0;
  return { table, leads: mergeNumeric(reference.leads.numbers, values.filter(held), leads.filter(held)) };
}

/** Categories with their counts, of rows and of leads. */
export interface CategoryCounts {
  readonly rows: ReadonlyMap<string, number>;
  /** The same map as `rows` where each lead has one row. */
  readonly leads: ReadonlyMap<string, number>;
}

/** Any value is a category, so none is of another type. */
export function categoricalFeatureTable(
  reference: ReferenceCounts,
  counts: CategoryCounts,
  missing: number,
): FeatureTable<CategoricalTable> {
  const table = categoricalTableFromCounts(reference.categories, counts.rows);
  const once = counts.leads === counts.rows && reference.leads.categories === reference.categories;
  return {
    table,
    leads: once ? table : categoricalTableFromCounts(reference.leads.categories, positive(counts.leads)),
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

/** Of a chunk only rows are counted. */
export function withoutLeads({ leads: _, ...rows }: FeatureTable): TableChunk['feature'] {
  return rows;
}

const positive = (counts: ReadonlyMap<string, number>): Map<string, number> =>
  new Map([...counts].filter(([, count]) => count > 0));

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
