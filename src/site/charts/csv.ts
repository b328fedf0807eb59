import { MISSING } from '../../wording/format.ts';

/** Start of text that a spreadsheet treats as a formula, in ASCII and full-width characters. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A CSV cell: formulas are escaped to text (OWASP, CSV injection), missing values are empty. */
export function csvCell(text: string): string {
  if (text === MISSING) return '';
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table with a header row in RFC 4180 format. */
export function csv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
