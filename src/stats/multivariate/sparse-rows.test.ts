import { expect, test } from 'vitest';
import { addRow, columnMeans, denseRows, rowTimes, sparseRows } from './sparse-rows.ts';

const sparse = sparseRows(
  [
    [
      [0, 2],
      [2, 3],
    ],
    [],
    [[1, 5]],
  ],
  3,
);
const dense = denseRows(Float64Array.of(2, 0, 3, 0, 0, 0, 0, 5, 0), 3);

test.each([
  ['sparse', sparse],
  ['dense', dense],
])('%s rows multiply, add and average alike', (_, rows) => {
  const vector = Float64Array.of(1, 10, 100);
  expect([0, 1, 2].map((i) => rowTimes(rows, i, vector))).toEqual([302, 0, 50]);
  const sum = Float64Array.of(1, 1, 1);
  addRow(rows, 0, 2, sum);
  expect([...sum]).toEqual([5, 1, 7]);
  const means = [...columnMeans(rows)];
  [2 / 3, 5 / 3, 1].forEach((mean, i) => {
    expect(means[i]).toBeCloseTo(mean, 14);
  });
});
