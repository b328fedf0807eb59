export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Before every row that a log may hold: refused rows aside, times are of 1970 or later. */
export const BEFORE_ALL = -1;

/** ISO 8601 in UTC; whole seconds are written without a fraction, which keeps reports small. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** "2026-02-20". */
export const isoDate = (ms: number): string => isoTime(ms).slice(0, 10);

/** Days (UTC) since 1970: of two times the difference is that of their dates. */
export const dayNumber = (ms: number): number => Math.floor(ms / DAY_MS);

/** "2026-02-20 12:05 UTC", for sentences. */
export const minuteOf = (ms: number): string => `${isoTime(ms).slice(0, 16).replace('T', ' ')} UTC`;

/**
 * Calendar months from one time to a later one, as 2.5: whole months, and the share of the month begun.
 * Exactly three calendar months are exactly 3, whatever the months' lengths.
 */
export function calendarMonths(from: number, to: number): number {
  if (to < from) return -calendarMonths(to, from);
  const a = new Date(from);
  const b = new Date(to);
  let whole = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + (b.getUTCMonth() - a.getUTCMonth());
  if (addMonths(a, whole) > to) whole--;
  const start = addMonths(a, whole);
  return whole + (to - start) / (addMonths(a, whole + 1) - start);
}

/** The same day and time so many months later; the 31st becomes the last day of a shorter month. */
function addMonths(time: Date, months: number): number {
  const day = time.getUTCDate();
  const first = Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + months + 1, 0)).getUTCDate();
  const timeOfDay = time.getTime() - Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), day);
  return first + (Math.min(day, lastDay) - 1) * DAY_MS + timeOfDay;
}

const BUCKETS_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
];
const MOST_BUCKETS = 30;

/** The finest bucket that cuts a range of this length into about thirty, and of which each may last `shortestMs` or more. */
export function bucketFor(lengthMs: number, shortestMs = 0): number {
  const fitting = BUCKETS_MS.find(
    (bucket) => lengthMs / bucket <= MOST_BUCKETS && (bucket >= shortestMs || bucket * 2 > lengthMs),
  );
  return fitting ?? 30 * DAY_MS;
}
