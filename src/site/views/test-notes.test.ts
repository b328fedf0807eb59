import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { calibrationRows, powerRows, testsInUse } from './test-notes.ts';

test('each test of the report once, with its source and how many features it judged', () => {
  const report = fixtureReport();
  const tests = testsInUse(report);
  expect(tests.reduce((sum, entry) => sum + entry.features, 0)).toBe(report.drift.features.length);
  expect(new Set(tests.map((entry) => entry.id)).size).toBe(tests.length);
  for (const entry of tests) expect(entry.source).not.toBe('');
});

test('one row a kind of data, its rates in order', () => {
  const rows = calibrationRows();
  expect(rows.length).toBeGreaterThan(10);
  expect(new Set(rows.map((row) => `${row.test} ${row.data}`)).size).toBe(rows.length);
  for (const row of rows) {
    expect(row.lowest).toBeLessThanOrEqual(row.highest);
    expect(row.highest).toBeLessThan(0.1);
  }
});

test('one row a kind of data and shift: the default test beside its peers, the power rising with the shift', () => {
  const rows = powerRows();
  expect(rows.length).toBeGreaterThan(5);
  for (const own of Map.groupBy(rows, (row) => row.data).values()) {
    expect(own[0]?.peers.length).toBeGreaterThan(0);
    expect(own.map(({ shift }) => shift)).toEqual(own.map(({ shift }) => shift).toSorted((a, b) => a - b));
    expect(own.at(-1)?.power).toBeGreaterThan(0.9);
    expect(own[0]?.power).toBeLessThan(own.at(-1)?.power ?? 0);
  }
});
