import { byCodeUnit } from '../ordering.ts';
import type { ReferenceColumn, ReferenceData } from '../sources/tables.ts';
import type { ColumnProfile, FeatureProfile } from '../store.ts';

/** Cells of one reference column, counted. */
export interface ReferenceCounts {
  /** Sorted. */
  readonly numbers: Float64Array;
  /** Texts and numbers, by their text. */
  readonly categories: ReadonlyMap<string, number>;
  /** The same with each lead once, by its first row. */
  readonly leads: Pick<ReferenceCounts, 'numbers' | 'categories'>;
  /** All cells that are not missing. */
  readonly filled: number;
  readonly missing: number;
}

/** The reference's answers by the name of the column; of an absent one every row is missing. */
export function referenceCounts(reference: ReferenceData): (feature: string) => ReferenceCounts {
  const columns = new Map(reference.columns.map((column) => [column.name, column]));
  const repeats = reference.leads?.repeats ?? new Set<number>();
  return (feature) => {
    const column = columns.get(feature);
    const counts = countReference(column?.cells ?? [], column === undefined ? reference.rows : 0);
    if (repeats.size === 0) return { ...counts, leads: counts };
    const first = column?.cells.filter((_, row) => !repeats.has(row)) ?? [];
    return { ...counts, leads: countReference(first, 0) };
  };
}

function countReference(cells: ReferenceColumn['cells'], absent: number): Omit<ReferenceCounts, 'leads'> {
  const numbers: number[] = [];
  const categories = new Map<string, number>();
  let filled = 0;
  for (const cell of cells) {
    if (cell === null) continue;
    filled++;
    if (typeof cell === 'number') numbers.push(cell + 0);
    const category = String(cell);
    categories.set(category, (categories.get(category) ?? 0) + 1);
  }
  return {
    numbers: Float64Array.from(numbers).sort(),
    categories,
    filled,
    missing: absent + cells.length - filled,
  };
}

/** Filled cells of a column as text, each lead's first row, at most `limit`, spread evenly over the file. */
export function referenceTexts(reference: ReferenceData, feature: string, limit: number): string[] {
  const column = reference.columns.find(({ name }) => name === feature);
  const repeats = reference.leads?.repeats;
  const filled = (column?.cells ?? []).filter((cell, row) => cell !== null && repeats?.has(row) !== true);
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
  { columns, leads }: Pick<ReferenceData, 'columns' | 'leads'>,
  production: ReadonlyMap<string, ColumnProfile>,
): FeatureProfile[] {
  const reference = new Map(columns.map((column) => [column.name, column]));
  const names = [...new Set([...reference.keys(), ...production.keys()])].sort(byCodeUnit);
  return names.map((name) => {
    const column = reference.get(name);
    return {
      name,
      reference: column === undefined ? null : referenceProfile(column, leads?.repeats),
      production: production.get(name) ?? null,
    };
  });
}

function referenceProfile(
  { cells }: ReferenceColumn,
  repeats: ReadonlySet<number> = new Set(),
): ColumnProfile {
  const counts = { missing: 0, numbers: 0, integers: 0, strings: 0, booleans: 0 };
  const distinct = new Set<number | string>();
  let min = Infinity;
  let max = -Infinity;
  let leads = 0;
  for (const [row, cell] of cells.entries()) {
    if (cell === null) {
      counts.missing++;
      continue;
    }
    if (!repeats.has(row)) leads++;
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
    leads,
    distinct: distinct.size,
    min: hasNumbers ? min : null,
    max: hasNumbers ? max : null,
  };
}
