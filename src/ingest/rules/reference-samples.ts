import type { ReferenceColumn } from '../sources/tables.ts';

/** Filled cells of a column as text, at most `limit`, spread evenly over the file. */
export function referenceTexts(column: ReferenceColumn | undefined, limit: number): string[] {
  const filled = (column?.cells ?? []).filter((cell) => cell !== null);
  return evenly(filled.length, limit).map((i) => String(filled[i]));
}

/** Whole rows of the reference, at most `limit`, spread evenly over the file. */
export function referenceRows(
  names: readonly string[],
  columns: ReadonlyMap<string, ReferenceColumn>,
  rows: number,
  limit: number,
): (string | number | null)[][] {
  return evenly(rows, limit).map((i) => names.map((name) => columns.get(name)?.cells[i] ?? null));
}

function evenly(size: number, limit: number): number[] {
  const n = Math.min(size, limit);
  return Array.from({ length: n }, (_, i) => Math.floor((i * size) / n));
}
