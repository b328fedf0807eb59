import { expect, test } from 'vitest';
import { bandOf, isOutside, pastValues, previousWindow, sameWeekdays } from './baseline.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-02-20T06:00:00Z');

/** Reports of the days before, newest first. */
const runs = (values: readonly (number | null)[], firing: (daysBefore: number) => boolean = () => false) =>
  values.map((value, i) => ({
    ...{
      id: `${i}`,
      generatedAt: new Date(NOW - (i + 1) * DAY).toISOString(),
      modelVersion: null,
      unjudged: [],
    },
    figures: value === null ? {} : { traffic: value },
    firing: firing(i + 1) ? ['r'] : [],
  }));
const past = (values: readonly (number | null)[], firing?: (daysBefore: number) => boolean) =>
  pastValues('traffic', 'r', runs(values, firing));
const days = (n: number, value = 100): number[] => Array.from({ length: n }, () => value);

test('the previous window is the report nearest to it, within a day', () => {
  expect(previousWindow(past([1, 2, 3, 4, 5, 6, 7, 8]), NOW, 7)).toEqual({ known: true, value: 7 });
  expect(previousWindow(past([1, 2, 3]), NOW, 7)).toMatchObject({ known: false });
});

test('same weekdays are the last four, and fewer are none', () => {
  const values = Array.from({ length: 35 }, (_, i) => ((i + 1) % 7 === 0 ? (i + 1) / 7 : 99));
  expect(sameWeekdays(past(values), NOW)).toEqual({ known: true, value: 2.5 });
  expect(sameWeekdays(past(days(27)), NOW)).toMatchObject({ known: false });
});

test('a band is silent below 28 reports that have a value', () => {
  expect(bandOf(past(days(27)), NOW, 'count', 0.01)).toMatchObject({ known: false });
  expect(bandOf(past([null, ...days(27)]), NOW, 'count', 0.01)).toMatchObject({ known: false });
  expect(bandOf(past(days(28)), NOW, 'count', 0.01)).toMatchObject({ known: true });
});

test('reports of an incident are left out, until it has lasted for four weeks', () => {
  const values = [...days(10, 30), ...days(60, 100)];
  const left = past(values, (before) => before <= 10);
  expect(left).toHaveLength(70 - 10);
  expect(new Set(left.map(({ value }) => value))).toEqual(new Set([100]));
  const lasting = past([...days(29, 30), ...days(60, 100)], (before) => before <= 29);
  expect(new Set(lasting.map(({ value }) => value))).toEqual(new Set([30]));
});

test('a count of few has the width that its own size gives it', () => {
  const band = bandOf(past(days(40, 9)), NOW, 'count', 0.01);
  expect(band).toMatchObject({ known: true });
  if (!band.known) return;
  expect(band.low).toBeLessThan(9 - 1.8 * 3);
  expect(isOutside(0, bandOf(past(days(40, 100)), NOW, 'count', 0.01) as typeof band, 'count')).toBe(-1);
  expect(isOutside(9, band, 'count')).toBe(0);
  expect(isOutside(1000, band, 'count')).toBe(1);
});
