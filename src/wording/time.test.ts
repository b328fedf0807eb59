import { expect, it } from 'vitest';
import { bucketFor, calendarMonths, DAY_MS, dayNumber, HOUR_MS, isoTime } from './time.ts';

it.each([
  ['2025-11-20T12:00:00Z', '2026-02-20T12:00:00Z', 3],
  ['2026-01-31T00:00:00Z', '2026-02-28T00:00:00Z', 1],
  ['2024-02-29T00:00:00Z', '2025-02-28T00:00:00Z', 12],
  ['2026-02-20T12:00:00Z', '2026-02-20T12:00:00Z', 0],
  ['2026-02-01T00:00:00Z', '2026-02-15T00:00:00Z', 0.5],
  ['2026-04-16T00:00:00Z', '2026-04-01T00:00:00Z', -0.5],
])('from %s to %s are %d calendar months', (from, to, months) => {
  expect(calendarMonths(Date.parse(from), Date.parse(to))).toBeCloseTo(months, 12);
});

it('passes three months the moment after', () => {
  const trained = Date.parse('2025-11-20T12:00:00Z');
  expect(calendarMonths(trained, Date.parse('2026-02-20T12:00:01Z'))).toBeGreaterThan(3);
  expect(calendarMonths(trained, Date.parse('2026-02-20T11:59:59Z'))).toBeLessThan(3);
});

it('writes whole seconds without a fraction', () => {
  expect(isoTime(0)).toBe('1970-01-01T00:00:00Z');
  expect(isoTime(1)).toBe('1970-01-01T00:00:00.001Z');
});

it('numbers days by their date, not by whole days between times', () => {
  const between = (from: string, to: string) => dayNumber(Date.parse(to)) - dayNumber(Date.parse(from));
  expect(between('2026-02-20T23:59:59Z', '2026-02-21T00:00:00Z')).toBe(1);
  expect(between('2026-02-20T00:00:00Z', '2026-02-20T23:59:59Z')).toBe(0);
  expect(between('2026-02-28T12:00:00Z', '2026-03-01T06:00:00Z')).toBe(1);
});

it('cuts a window into about thirty buckets', () => {
  expect(bucketFor(7 * DAY_MS)).toBe(6 * HOUR_MS);
  expect(bucketFor(DAY_MS)).toBe(HOUR_MS);
  expect(bucketFor(365 * DAY_MS)).toBe(30 * DAY_MS);
});

it('takes longer buckets where shorter ones would hold too little, up to the range itself', () => {
  expect(bucketFor(7 * DAY_MS, 5 * HOUR_MS)).toBe(6 * HOUR_MS);
  expect(bucketFor(7 * DAY_MS, 7 * HOUR_MS)).toBe(12 * HOUR_MS);
  expect(bucketFor(7 * DAY_MS, 30 * HOUR_MS)).toBe(2 * DAY_MS);
  expect(bucketFor(7 * DAY_MS, 400 * DAY_MS)).toBe(7 * DAY_MS);
});
