export type CsvCell = string | number | boolean | null;

/** Start of text that a spreadsheet treats as a formula, in ASCII and full-width characters. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A table in RFC 4180 format: a header, then rows that end in CRLF. Text that a spreadsheet would run as a formula gets a
 * leading apostrophe (OWASP, CSV injection); numbers are unchanged, missing values are empty.
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
