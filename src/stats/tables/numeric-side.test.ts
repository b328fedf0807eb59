import { describe, expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { numericTable } from './joint-table-from.ts';
import { moments, safeValues } from './numeric-side.ts';

describe('safeValues', () => {
  test('leaves ordinary values alone', () => {
    const table = numericTable([-3, 5], [1e99]);
    expect(safeValues(table)).toEqual({ values: table.values, scale: 1 });
    expect(safeValues(numericTable([0], [0])).scale).toBe(1);
  });

  test.each([
    [1e300, 3e300],
    [-1e308, 1e308],
    [1e-300, 4e-300],
    [5e-324, 1e-323],
  ])('divides %d and %d by a power of two, without losing a digit', (a, b) => {
    const { values, scale } = safeValues(numericTable([a], [b]));
    expect(Number.isInteger(Math.log2(scale))).toBe(true);
    expect([...values].map((value) => value * scale)).toEqual([a, b].toSorted((x, y) => x - y));
    expect(values.every((value) => Number.isFinite(value * value) && value * value > 0)).toBe(true);
  });
});

describe('moments', () => {
  test('are numpy’s mean and n·var, weighted by the counts', () => {
    const values = Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 7.5);
    const found = moments(values, Float64Array.of(1, 2, 1), 1e9);
    expect(found.n).toBe(4);
    expectScipy(found.mean, 3.125);
    expectScipy(found.squares, 26.1875);
  });

  test('add up a million small terms without losing them', () => {
    const n = 1_000_000;
    const { mean } = moments(Float64Array.of(0.1, 1e9), Float64Array.of(n, 1));
    expectScipy(mean, (n * 0.1 + 1e9) / (n + 1));
    const many = moments(
      Float64Array.from({ length: n }, () => 0.1),
      new Float64Array(n).fill(1),
    );
    expect(Math.abs(many.mean - 0.1)).toBeLessThan(1e-16);
  });

  test('of nothing are zeros', () => {
    expect(moments(Float64Array.of(3), Float64Array.of(0))).toEqual({ n: 0, mean: 0, squares: 0 });
  });
});
