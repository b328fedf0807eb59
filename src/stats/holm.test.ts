import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test('multiplies by the number of hypotheses left, and never decreases', () => {
  // By hand: 0.01 × 4, 0.02 × 3, max(0.06, 0.025 × 2), max(0.06, 0.5 × 1).
  [0.04, 0.5, 0.06, 0.06].forEach((expected, i) => {
    expect(holm([0.01, 0.5, 0.02, 0.025])[i]).toBeCloseTo(expected, 14);
  });
});

test('stays in the order of the input, at most 1', () => {
  expect(holm([0.9, 0.6])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
