import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDay,
  formatDuration,
  formatMs,
  formatNumber,
  formatP,
  formatPercent,
  formatPlain,
  formatShortP,
  formatTime,
  listWords,
  plural,
} from './format.ts';

const plain = (text: string): string => text.replace(/\u00a0/g, ' ');

describe('numbers', () => {
  test.each([
    [null, '–'],
    [0, '0'],
    [1200, '1,200'],
    [1014.6, '1,015'],
    [0.25, '0.25'],
    [999.96, '1,000'],
    [0.5431, '0.543'],
    [12.345, '12.3'],
    [-0.25, '−0.25'],
    [1_234_567, '1.2 × 10⁶'],
    [0.00001234, '1.2 × 10⁻⁵'],
  ])('%s is shown as %s', (value, text) => {
    expect(plain(formatNumber(value))).toBe(text);
  });

  test('a chosen number has no zeros that would look like precision', () => {
    expect([0.05, 50, 0.7, 1000, 0.00001].map((value) => plain(formatPlain(value)))).toEqual([
      '0.05',
      '50',
      '0.7',
      '1,000',
      '1.0 × 10⁻⁵',
    ]);
  });

  test('a p-value at an axis is short where it is a power of ten', () => {
    expect([0, 1, 0.05, 1e-3, 1e-4, 1e-30, 2e-5].map((p) => plain(formatShortP(p)))).toEqual([
      '< 10⁻³⁰⁰',
      '1',
      '0.05',
      '0.001',
      '10⁻⁴',
      '10⁻³⁰',
      '2.0 × 10⁻⁵',
    ]);
  });

  test('p-values keep what matters of them', () => {
    expect([0.0489, 0.0047, 1.4e-19, 0, 1, null].map((p) => plain(formatP(p)))).toEqual([
      '0.049',
      '0.0047',
      '1.4 × 10⁻¹⁹',
      '< 10⁻³⁰⁰',
      '1',
      '–',
    ]);
  });

  test('a share just below a limit never looks as if it reached it', () => {
    expect(plain(formatPercent(0.98996, [0.99, 0.95]))).toBe('98.996 %');
    expect(plain(formatPercent(0.99, [0.99, 0.95]))).toBe('99 %');
    expect(plain(formatPercent(0.4004, [0.15, 0.4]))).toBe('40.04 %');
    expect(formatPercent(null, [0.99])).toBe('–');
  });

  test('units', () => {
    expect(plain(formatMs(71.4))).toBe('71.4 ms');
    expect(plain(formatPercent(0.125))).toBe('12.5 %');
    expect(plain(formatBytes(48_213))).toBe('48.2 kB');
    expect(plain(formatCount(1_000_000))).toBe('1,000,000');
    expect(plain(plural(1, 'category', 'categories'))).toBe('1 category');
    expect(plain(plural(3, 'category', 'categories'))).toBe('3 categories');
    expect(listWords(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

describe('times are UTC wherever the machine is', () => {
  test.each([
    ['2026-02-20T23:59:59.000Z', '20 Feb 2026, 23:59 UTC'],
    ['2024-02-29T00:00:00.000Z', '29 Feb 2024, 00:00 UTC'],
  ])('%s', (iso, text) => {
    expect(plain(formatTime(iso))).toBe(text);
    expect(plain(formatDay(iso))).toBe(text.slice(0, 11));
  });

  test('durations take the unit that fits', () => {
    expect([30_000, 300_000, 9_000_000, 259_200_000].map((ms) => plain(formatDuration(ms)))).toEqual([
      '30 s',
      '5 min',
      '2.5 h',
      '3 days',
    ]);
  });
});
