import { describe, expect, test } from 'vitest';
import { backfillTimes } from './backfill-times.ts';

const NOW = Date.parse('2026-02-20T12:05:00Z');
const times = (from: string, to?: string, every = '1d'): string[] =>
  backfillTimes({ from, to, every }, NOW).map((time) => new Date(time).toISOString().slice(0, 16));

describe('the times of past reports', () => {
  test('a date alone is its first moment, and both ends count', () => {
    expect(times('2026-02-16', '2026-02-18')).toEqual([
      '2026-02-16T00:00',
      '2026-02-17T00:00',
      '2026-02-18T00:00',
    ]);
    expect(times('2026-01-20', '2026-02-18')).toHaveLength(30);
    expect(times('2024-02-28', '2024-03-01')).toHaveLength(3);
    expect(times('2026-02-18', '2026-02-18')).toEqual(['2026-02-18T00:00']);
  });

  test('the time of day is that of the first, and the last day counts whole', () => {
    expect(times('2026-02-16T03:17', '2026-02-18')).toEqual([
      '2026-02-16T03:17',
      '2026-02-17T03:17',
      '2026-02-18T03:17',
    ]);
    expect(times('2026-02-16T03:17:00Z', '2026-02-18T03:16:59Z')).toHaveLength(2);
    expect(times('2026-02-16T01:00:00+02:00', '2026-02-16')).toEqual([
      '2026-02-15T23:00',
      '2026-02-16T23:00',
    ]);
  });

  test('steps are whole days or weeks', () => {
    expect(times('2026-02-01', '2026-02-18', '1w')).toEqual([
      '2026-02-01T00:00',
      '2026-02-08T00:00',
      '2026-02-15T00:00',
    ]);
    expect(times('2026-02-01', '2026-02-18', '7d')).toHaveLength(3);
  });

  test('without an end it is yesterday, and today ends at now', () => {
    expect(times('2026-02-18').at(-1)).toBe('2026-02-19T00:00');
    expect(times('2026-02-19', '2026-02-20').at(-1)).toBe('2026-02-20T00:00');
    expect(times('2026-02-19T18:00', '2026-02-20')).toEqual(['2026-02-19T18:00']);
  });

  test.each<[string, string | undefined, string, RegExp]>([
    ['yesterday', '2026-02-18', '1d', /--from must be a date such as/],
    ['2026-02-30', '2026-03-01', '1d', /--from must be a date/],
    ['2026-02-10', '18.2.2026', '1d', /--to must be a date/],
    ['2026-02-18', '2026-02-10', '1d', /--from 2026-02-18 is later than --to 2026-02-10/],
    ['2026-02-20', undefined, '1d', /later than --to 2026-02-19 \(yesterday\)/],
    ['2026-02-21', '2026-02-22', '1d', /--from 2026-02-21 is in the future/],
    ['2026-02-10', '2026-02-21', '1d', /--to 2026-02-21 is in the future.*2026-02-20/],
    ['2026-02-10', '2026-02-18', '12h', /--every must be whole days or weeks/],
    ['2026-02-10', '2026-02-18', '0d', /--every must be/],
    ['2026-02-10', '2026-02-18', '', /--every must be/],
    ['1999-01-01', '2026-02-18', '1d', /reports; at most 3,660/],
  ])('from %s to %s every %s is refused in words', (from, to, every, message) => {
    expect(() => backfillTimes({ from, to, every }, NOW)).toThrow(
      expect.objectContaining({ code: 'bad-flag', exitCode: 2, message: expect.stringMatching(message) }),
    );
  });
});
