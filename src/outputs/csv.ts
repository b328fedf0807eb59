export type CsvCell = string | number | boolean | null;

/** What a spreadsheet would take for a formula, in ASCII and in full width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A table as RFC 4180: a head, then rows that end in CRLF. Text that a spreadsheet would run as a formula begins with
 * an apostrophe (OWASP, CSV injection); numbers are left alone, missing values are empty.
 */
export function csvTable(head: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** One cell of `csvTable`. */
export function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
