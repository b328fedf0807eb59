/** Ascending order of UTF-16 code units, the same on every machine; `localeCompare` depends on the locale. */
export const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
