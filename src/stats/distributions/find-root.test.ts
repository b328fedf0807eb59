import { describe, expect, test } from 'vitest';
import { findRoot } from './find-root.ts';

describe('the root', () => {
  test.each([
    ['of a parabola', (x: number) => 2 - x * x, 0, 2, Math.SQRT2],
    ['of a steep exponential', (x: number) => Math.exp(-50 * x) - 0.05, 0, 1, Math.log(20) / 50],
    ['of a flat power', (x: number) => (0.3 - x) ** 3, 0, 1, 0.3],
    ['at the upper end', (x: number) => 1 - x, 0, 1, 1],
    ['of a step', (x: number) => (x < 0.7 ? 1 : -1e-6), 0, 1, 0.7],
  ])('%s', (_, f, low, high, expected) => {
    expect(findRoot(f, low, high)).toBeCloseTo(expected, 5);
  });

  test('is found to the last digits, with few values', () => {
    let asked = 0;
    const f = (x: number): number => {
      asked++;
      return 2 * Math.exp(-240 * x * x) - 0.05;
    };
    expect(Math.abs(findRoot(f, 0, 1) / Math.sqrt(Math.log(40) / 240) - 1)).toBeLessThan(1e-13);
    expect(asked).toBeLessThan(25);
  });
});
