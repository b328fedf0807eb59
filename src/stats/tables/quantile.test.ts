import { describe, expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { tableQuantile } from './quantile.ts';

describe('tableQuantile', () => {
  test('is type 7, as numpy.percentile', () => {
    const values = Float64Array.of(1, 2, 5, 9.5);
    const counts = Float64Array.of(2, 1, 1, 1);
    [0, 0.1, 0.33, 0.5, 0.75, 1].forEach((q, i) => {
      expectScipy(tableQuantile(values, counts, q), [1, 1, 1.32, 2, 5, 9.5][i] ?? Number.NaN);
    });
  });

  test('passes over values that do not occur', () => {
    expect(tableQuantile(Float64Array.of(1, 2, 3), Float64Array.of(1, 0, 1), 0.5)).toBe(2);
    expect(tableQuantile(Float64Array.of(1, 7), Float64Array.of(0, 1), 0)).toBe(7);
  });
});
