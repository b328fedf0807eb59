/** Ascending order of UTF-16 code units, the same on every machine; `localeCompare` depends on the locale. */
export const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Puts nulls behind all values. */
export function nullsLast<Value>(
  a: Value | null,
  b: Value | null,
  compare: (x: Value, y: Value) => number,
): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a, b);
}
