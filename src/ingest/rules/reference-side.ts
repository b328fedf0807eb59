import { byCodeUnit } from '../ordering.ts';
import type { ReferenceColumn } from '../sources/tables.ts';
import type { ColumnProfile, FeatureProfile } from '../store.ts';

/** Cells of one reference column, counted. */
export interface ReferenceCounts {
  /** Sorted. */
  readonly numbers: Float64Array;
  /** Texts and numbers, by their text. */
  readonly categories: ReadonlyMap<string, number>;
  /** All cells that are not missing. */
  readonly filled: number;
  readonly missing: number;
}

/** Counts of a column; of an absent one every row is missing. */
export function countReference(column: ReferenceColumn | undefined, rows: number): ReferenceCounts {
  const numbers: number[] = [];
  const categories = new Map<string, number>();
  let filled = 0;
  for (const cell of column?.cells ?? []) {
    if (cell === null) continue;
    filled++;
    if (typeof cell === 'number') numbers.push(cell + 0);
    const category = String(cell);
    categories.set(category, (categories.get(category) ?? 0) + 1);
  }
  const missing = column === undefined ? rows : column.cells.length - filled;
  return { numbers: Float64Array.from(numbers).sort(), categories, filled, missing };
}

/** Filled cells of a column as text, at most `limit`, spread evenly over the file. */
export function referenceTexts(column: ReferenceColumn | undefined, limit: number): string[] {
  const filled = (column?.cells ?? []).filter((cell) => cell !== null);
  return evenlySpaced(filled.length, limit).map((i) => String(filled[i]));
}

/** Whole rows of the reference, at most `limit`, spread evenly over the file. */
export function referenceRows(
  names: readonly string[],
  columns: ReadonlyMap<string, ReferenceColumn>,
  rows: number,
  limit: number,
): (string | number | null)[][] {
  return evenlySpaced(rows, limit).map((i) => names.map((name) => columns.get(name)?.cells[i] ?? null));
}

/** Indices of at most `limit` of `size` rows, spread evenly. */
export function evenlySpaced(size: number, limit: number): number[] {
  const n = Math.min(size, limit);
  return Array.from({ length: n }, (_, i) => Math.floor((i * size) / n));
}

/** Reference columns and production's keys in one list, sorted by name. */
export function joinProfiles(
  reference: ReadonlyMap<string, ReferenceColumn>,
  production: ReadonlyMap<string, ColumnProfile>,
): FeatureProfile[] {
  const names = [...new Set([...reference.keys(), ...production.keys()])].sort(byCodeUnit);
  return names.map((name) => {
    const column = reference.get(name);
    return {
      name,
      reference: column === undefined ? null : referenceProfile(column),
      production: production.get(name) ?? null,
    };
  });
}

function referenceProfile({ cells }: ReferenceColumn): ColumnProfile {
  const counts = { missing: 0, numbers: 0, integers: 0, strings: 0, booleans: 0 };
  const distinct = new Set<number | string>();
  let min = Infinity;
  let max = -Infinity;
  for (const cell of cells) {
    if (cell === null) {
      counts.missing++;
      continue;
    }
    distinct.add(cell);
    if (typeof cell === 'number') {
      counts.numbers++;
      if (Number.isInteger(cell)) counts.integers++;
      min = Math.min(min, cell);
      max = Math.max(max, cell);
    } else if (cell === 'true' || cell === 'false') counts.booleans++;
    else counts.strings++;
  }
  const hasNumbers = counts.numbers > 0;
  return {
    rows: cells.length,
    ...counts,
    nested: 0,
    distinct: distinct.size,
    min: hasNumbers ? min : null,
    max: hasNumbers ? max : null,
  };
}
