/** Significant digits of headline figures, statistics and p-values. */
const HEADLINE_DIGITS = 10;
/** Significant digits of what is drawn. */
const SERIES_DIGITS = 5;

/** Edges were chosen round, and rounding them further could make two of them one. */
const AXIS_DIGITS = 15;

/**
 * Whole numbers from here on may be telephone numbers or ids. What describes a feature's distribution must not repeat
 * one, and shows its first digits only.
 */
const IDENTIFYING = 10_000_000;
const IDENTIFYING_DIGITS = 4;
const PERSONAL = new Set(['summary', 'ecdf']);

/** Parts of a report that are drawn or listed, not quoted. */
const DRAWN = new Set([
  'series',
  'histogram',
  'distribution',
  'ecdf',
  'calibration',
  'rows',
  'batches',
  'endpoints',
  'summary',
]);
const AXIS = new Set(['edges', 'values', 'gapAt']);
/** Curves of which a report holds one per feature. */
const FINE_ENOUGH: Readonly<Record<string, number>> = { overTime: 4, gained: 3, lost: 3, importance: 4 };

/** Rounds every number of a report, once. Whole numbers stay as they are; −0 becomes 0. */
export function roundReport<T>(report: T): T {
  return roundValue(report, HEADLINE_DIGITS) as T;
}

function roundValue(value: unknown, digits: number, personal = false): unknown {
  if (typeof value === 'number') {
    const short = personal && Number.isSafeInteger(value) && Math.abs(value) >= IDENTIFYING;
    return short ? Number(value.toPrecision(IDENTIFYING_DIGITS)) : roundNumber(value, digits);
  }
  if (Array.isArray(value)) return value.map((item) => roundValue(item, digits, personal));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    // Edges are multiples of a round step, never a value; at four digits those of epoch times would all be one.
    roundValue(item, digitsFor(key, digits), key !== 'edges' && (personal || PERSONAL.has(key))),
  ]);
  return Object.fromEntries(entries);
}

function digitsFor(key: string, digits: number): number {
  if (AXIS.has(key)) return AXIS_DIGITS;
  return FINE_ENOUGH[key] ?? (DRAWN.has(key) ? SERIES_DIGITS : digits);
}

function roundNumber(value: number, digits: number): number {
  if (Number.isSafeInteger(value)) return value + 0;
  const rounded = Number(value.toPrecision(digits));
  // The largest numbers would round up to infinity.
  return Number.isFinite(rounded) ? rounded : value;
}
