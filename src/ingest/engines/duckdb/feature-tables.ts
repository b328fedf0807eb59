import type { CategoricalTable, NumericTable } from '../../../stats/tables/joint-table.ts';
import { categoricalTableFromCounts } from '../../../stats/tables/joint-table-from.ts';
import type { ReferenceColumn } from '../../sources/tables.ts';
import type { FeatureTable, TimeRange } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';
import { MISSING } from './frequencies.ts';
import { inRange } from './sql.ts';

/** Reference cells of one feature, counted once. */
export interface ReferenceCounts {
  readonly numbers: Float64Array;
  readonly categories: ReadonlyMap<string, number>;
  readonly rows: number;
  readonly missing: number;
}

export function countReference(column: ReferenceColumn | undefined, rows: number): ReferenceCounts {
  const numbers: number[] = [];
  const categories = new Map<string, number>();
  let missing = 0;
  for (const cell of column?.cells ?? []) {
    if (cell === null) {
      missing++;
      continue;
    }
    if (typeof cell === 'number') numbers.push(cell + 0);
    const category = String(cell);
    categories.set(category, (categories.get(category) ?? 0) + 1);
  }
  return {
    numbers: Float64Array.from(numbers).sort(),
    categories,
    rows,
    missing: column === undefined ? rows : missing,
  };
}

interface Missing {
  readonly missing: number;
  readonly texts: number;
}

async function countProduction(db: Database, table: string): Promise<Missing> {
  const [row] = await db.rows<Missing>(`
    select coalesce(sum(c) filter (${MISSING}), 0) as missing,
      coalesce(sum(c) filter (n is null and not ${MISSING}), 0) as texts from ${table}`);
  return row ?? { missing: 0, texts: 0 };
}

async function rowsIn(db: Database, range: TimeRange): Promise<number> {
  const [row] = await db.rows<{ n: number }>(
    `select count(*)::double as n from predictions where ${inRange(range)}`,
  );
  return row?.n ?? 0;
}

export async function numericFeature(
  db: Database,
  frequencies: string | null,
  reference: ReferenceCounts,
  range: TimeRange,
): Promise<FeatureTable<NumericTable>> {
  const filled = sum(reference.categories.values());
  const sides = {
    missingReference: reference.missing,
    mismatchedReference: filled - reference.numbers.length,
  };
  if (frequencies === null) {
    const table = mergeNumeric(reference.numbers, new Float64Array(), new Float64Array());
    return { table, ...sides, missingProduction: await rowsIn(db, range), mismatchedProduction: 0 };
  }
  const production = await countProduction(db, frequencies);
  const [values = new Float64Array(), counts = new Float64Array()] = await doubleColumns(
    db,
    `select n, c from ${frequencies} where n is not null order by n`,
    2,
  );
  return {
    table: mergeNumeric(reference.numbers, values, counts),
    ...sides,
    missingProduction: production.missing,
    mismatchedProduction: production.texts,
  };
}

export async function categoricalFeature(
  db: Database,
  frequencies: string | null,
  reference: ReferenceCounts,
  range: TimeRange,
): Promise<FeatureTable<CategoricalTable>> {
  const sides = { missingReference: reference.missing, mismatchedReference: 0, mismatchedProduction: 0 };
  if (frequencies === null) {
    const table = categoricalTableFromCounts(reference.categories, new Map());
    return { table, ...sides, missingProduction: await rowsIn(db, range) };
  }
  const { missing } = await countProduction(db, frequencies);
  const rows = await db.rows<{ n: number | null; t: string | null; c: number }>(
    `select n, t, c from ${frequencies} where not ${MISSING}`,
  );
  const counts = new Map<string, number>();
  for (const { n, t, c } of rows) {
    const category = n === null ? decodeText(t ?? '') : String(n);
    counts.set(category, (counts.get(category) ?? 0) + c);
  }
  return {
    table: categoricalTableFromCounts(reference.categories, counts),
    ...sides,
    missingProduction: missing,
  };
}

/** Text of a value kept as JSON: strings without quotes and escapes, anything else as it stands. */
export function decodeText(json: string): string {
  if (!json.startsWith('"')) return json;
  if (!json.includes('\\') && json.endsWith('"')) return json.slice(1, -1);
  try {
    return String(JSON.parse(json));
  } catch {
    // Cut at the text limit, perhaps within an escape: show what is left of it.
    return json.slice(1).replace(/\\u?[0-9a-f]{0,3}…$/i, '…');
  }
}

/** Merges a sorted sample with sorted values and their counts; a value that stands several times counts together. */
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

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
