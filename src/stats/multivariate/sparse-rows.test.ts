import { expect, test } from 'vitest';
import { addRow, columnMeans, denseRows, rowsTimes, rowTimes, sparseRows } from './sparse-rows.ts';

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

test('products of many rows are those of each', () => {
  const values = Float64Array.from({ length: 27 }, (_, k) => Math.sin(k));
  const rows = denseRows(values, 3);
  const items = Int32Array.of(8, 0, 3, 5, 1, 7);
  const vector = Float64Array.of(0.3, -2, 7);
  const found = new Float64Array(9);
  rowsTimes(rows, items, vector, found);
  for (const i of items) expect(found[i]).toBe(rowTimes(rows, i, vector));
  expect([2, 4, 6].map((i) => found[i])).toEqual([0, 0, 0]);
  const few = new Float64Array(3);
  rowsTimes(sparse, Int32Array.of(0, 1, 2, 0), Float64Array.of(1, 10, 100), few);
  expect([...few]).toEqual([302, 0, 50]);
});
