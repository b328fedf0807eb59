import { expect, test } from 'vitest';
import { contrastFinder } from './largest-contrast.ts';
import { denseRows } from './sparse-rows.ts';

const labels = Float64Array.of(0, 0, 1, 1);

test('finds the column whose means differ most, in standard errors', () => {
  // Second column: means 0.5 and 1, spread √0.1875. First: equal means. Third: constant.
  const rows = denseRows(Float64Array.of(1, 0, 7, 2, 1, 7, 1, 1, 7, 2, 1, 7), 3);
  const { column, z } = contrastFinder(rows)(labels);
  expect(column).toBe(1);
  expect(z).toBeCloseTo(0.5 / Math.sqrt(0.1875), 12);
  expect(contrastFinder(rows)(labels.map((label) => 1 - label)).z).toBeCloseTo(-z, 12);
});

test.each([
  ['fewer', Float64Array.of(0, 1, 0, 0), 1],
  ['more', Float64Array.of(1, 0, 1, 1), -1],
])('compares sides of different sizes: %s with label 1', (_, uneven, sign) => {
  // One row has 6, the others 1, 2 and 3: mean 3, spread √3.5; 6 − 2 in standard errors of √(1/1 + 1/3).
  const { z } = contrastFinder(denseRows(Float64Array.of(1, 6, 2, 3), 1))(uneven);
  expect(z).toBeCloseTo((sign * 4) / (Math.sqrt(3.5) * Math.sqrt(4 / 3)), 12);
});

test('finds none where nothing varies, or there is no column', () => {
  expect(contrastFinder(denseRows(Float64Array.of(3, 3, 3, 3), 1))(labels)).toEqual({ column: -1, z: 0 });
  expect(contrastFinder({ ...denseRows(new Float64Array(0), 0), rows: 4 })(labels)).toEqual({
    column: -1,
    z: 0,
  });
});
