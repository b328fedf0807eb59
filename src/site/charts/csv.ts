import { MISSING } from '../../wording/format.ts';

/** What a spreadsheet would take for a formula, in ASCII and in full width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A cell that a spreadsheet neither runs nor misreads: formulas are made text, missing values are empty. */
export function csvCell(text: string): string {
  if (text === MISSING) return '';
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 with a head. */
export function csv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
