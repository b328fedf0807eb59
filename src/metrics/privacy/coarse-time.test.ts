import { expect, test } from 'vitest';
import { coarseSpan, coarseTime, publishedRange } from './coarse-time.ts';

const privacy = (predictionTimes: 'minute' | 'hour' | 'hidden') =>
  ({ privacy: { predictionTimes } }) as Parameters<typeof publishedRange>[2];
const AT = Date.parse('2026-02-20T11:47:12.345Z');
const NOW = Date.parse('2026-02-20T12:05:33.000Z');

test.each([
  ['minute', '2026-02-20T11:47:00Z', '2026-02-20T11:48:00Z'],
  ['hour', '2026-02-20T11:00:00Z', '2026-02-20T12:00:00Z'],
  ['hidden', '2026-02-20T00:00:00Z', '2026-02-20T12:05:33Z'],
] as const)('by the %s: a moment, and a span around it that ends with the report', (how, start, end) => {
  expect(coarseTime(AT, how)).toBe(start);
  const span = coarseSpan(AT, AT, { policy: privacy(how), now: NOW });
  expect([span.start, span.end]).toEqual([Date.parse(start), Date.parse(end)]);
});

test('an end that the window has is told as it is, one that a prediction made is not', () => {
  const window = { start: NOW - 604_800_000, end: NOW };
  expect(publishedRange(window, window, privacy('hour'))).toEqual(window);
  expect(publishedRange({ start: AT, end: NOW }, window, privacy('hour'))).toEqual({
    start: Date.parse('2026-02-20T11:00:00Z'),
    end: NOW,
  });
});
