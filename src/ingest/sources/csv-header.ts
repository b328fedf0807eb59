import { inputError } from '../../monitor-error.ts';

/** A model has far fewer features; each column of the file becomes a column of a table. */
const MAX_COLUMNS = 10_000;

/** A number as CSV files hold it. Linear in the length of a cell: no digit can be matched by two parts of it. */
export const CSV_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

export type Delimiter = ',' | ';' | '\t';

/** The separator that occurs most often in the header, outside quotes; a comma when none does. */
export function detectDelimiter(text: string): Delimiter {
  const end = text.indexOf('\n');
  const header = text.slice(0, end < 0 ? 100_000 : Math.min(end, 100_000)).replace(/"[^"]*"/g, '');
  const counts = ([',', ';', '\t'] as const).map((mark) => ({ mark, n: header.split(mark).length - 1 }));
  return counts.reduce((best, one) => (one.n > best.n ? one : best)).mark;
}

/**
 * Column names of a header, without spaces around them.
 *
 * @throws MonitorError (exit code 3) `csv-header` for too many columns, and for a name that occurs twice.
 */
export function readHeader(cells: readonly string[], location: string): string[] {
  const header = cells.map((cell) => cell.trim());
  if (header.length > MAX_COLUMNS) {
    throw inputError(
      'csv-header',
      `${location}, line 1: ${header.length} columns; at most ${MAX_COLUMNS} are read. Give only the model's features.`,
    );
  }
  const seen = new Set<string>();
  const duplicates = header.filter((name) => seen.size === seen.add(name).size);
  if (duplicates.length > 0) {
    const shown = duplicates.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 60)));
    throw inputError(
      'csv-header',
      `${location}, line 1: the header names ${shown.join(', ')} more than once. Every column needs its own name.`,
    );
  }
  return header;
}
