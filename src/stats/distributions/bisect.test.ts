import { expect, test } from 'vitest';
import { bisect } from './bisect.ts';

test('finds where a condition ends', () => {
  expect(bisect((x) => x * x < 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14);
});

test('stops at an end where the condition holds everywhere or nowhere', () => {
  expect(bisect(() => true, 0, 1)).toBeCloseTo(1, 12);
  expect(bisect(() => false, 0, 1)).toBeCloseTo(0, 12);
});
