import { expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { calibrationTable } from './calibration-table.ts';

test('calibrationTable has a row for each tenth that holds a score, by hand', () => {
  const rows = calibrationTable([0, 0.05, 0.1, 0.95, 1], [0, 1, 1, 1, 1]);
  expect(rows.map(({ from, to, n, observed }) => [from, to, n, observed])).toEqual([
    [0, 0.1, 2, 0.5],
    [0.1, 0.2, 1, 1],
    [0.9, 1, 2, 1],
  ]);
  expect(rows.map(({ meanScore }) => meanScore)).toEqual([0.025, 0.1, 0.975]);
  // scipy.stats.binomtest(2, 2).proportion_ci(method='wilson')
  expectScipy(rows[2]?.interval[0], 0.34238022750665303);
  expect(rows[2]?.interval[1]).toBe(1);
});

test('calibrationTable holds every score somewhere, also one outside 0 to 1', () => {
  expect(calibrationTable([-0.2, 1.3], [0, 1]).map(({ from, n }) => [from, n])).toEqual([
    [0, 1],
    [0.9, 1],
  ]);
  expect(calibrationTable([], [])).toEqual([]);
});

test('calibrationTable joins a bin of too few rows with the next, and the last one with the one before', () => {
  const scores = [0.05, 0.15, 0.15, 0.35, 0.45, 0.55, 0.95];
  const labels = [0, 1, 0, 1, 1, 0, 1];
  const rows = calibrationTable(scores, labels, 3);
  expect(rows.map(({ from, to, n, observed }) => [from, to, n, observed])).toEqual([
    [0, 0.2, 3, 1 / 3],
    [0.3, 1, 4, 3 / 4],
  ]);
  expect(rows[1]?.meanScore).toBeCloseTo((0.35 + 0.45 + 0.55 + 0.95) / 4, 12);
  expect(calibrationTable(scores, labels, 100).map(({ n }) => n)).toEqual([7]);
});
