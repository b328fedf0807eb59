/** Significant digits of headline figures, statistics and p-values. */
const HEADLINE_DIGITS = 10;
/** Significant digits of values that are only drawn. */
const SERIES_DIGITS = 5;

/** Significant digits of histogram edges: fewer could make neighbouring edges equal. */
const AXIS_DIGITS = 15;

/**
 * Privacy: integers from here on may be telephone numbers or ids, so a feature's distribution shows only their first
 * digits.
 */
const IDENTIFYING = 10_000_000;
const IDENTIFYING_DIGITS = 4;
const PERSONAL = new Set(['summary', 'ecdf']);

/** Parts of a report that are only drawn or listed. */
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
  'gains',
  'deciles',
  'weeks',
]);
/** Lists of that name whose numbers are figures, not points of a drawing. */
const FIGURES_IN = new Set(['ranking']);
const AXIS = new Set(['edges', 'values', 'gapAt']);
/** Curves, one per feature; contributions, which add up. */
const FINE_ENOUGH: Readonly<Record<string, number>> = {
  contribution: HEADLINE_DIGITS,
  overTime: 4,
  gained: 3,
  lost: 3,
  importance: 4,
};

/** Rounds every number of a report. Integers are unchanged; −0 becomes 0. */
export function roundReport<T>(report: T): T {
  return roundValue(report, HEADLINE_DIGITS) as T;
}

function roundValue(value: unknown, digits: number, personal = false, parent = ''): unknown {
  if (typeof value === 'number') {
    const short = personal && Number.isSafeInteger(value) && Math.abs(value) >= IDENTIFYING;
    return short ? Number(value.toPrecision(IDENTIFYING_DIGITS)) : roundNumber(value, digits);
  }
  if (Array.isArray(value)) return value.map((item) => roundValue(item, digits, personal));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    // Edges are multiples of a round step, never an input value; at four digits those of epoch times would be equal.
    roundValue(item, digitsFor(key, digits, parent), key !== 'edges' && (personal || PERSONAL.has(key)), key),
  ]);
  return Object.fromEntries(entries);
}

function digitsFor(key: string, digits: number, parent: string): number {
  if (key === 'rows' && FIGURES_IN.has(parent)) return digits;
  if (AXIS.has(key)) return AXIS_DIGITS;
  return FINE_ENOUGH[key] ?? (DRAWN.has(key) ? SERIES_DIGITS : digits);
}

function roundNumber(value: number, digits: number): number {
  if (Number.isSafeInteger(value)) return value + 0;
  const rounded = Number(value.toPrecision(digits));
  // Rounding Number.MAX_VALUE up would give infinity.
  return Number.isFinite(rounded) ? rounded : value;
}
