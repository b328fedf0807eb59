import { expect, test } from 'vitest';
import { choleskyFactor, choleskySolve, invertPositiveDefinite } from './linear-algebra.ts';

test('factors and solves by hand', () => {
  // [[4, 2], [2, 5]] = L·Lᵀ with L = [[2, 0], [1, 2]].
  const factor = choleskyFactor(Float64Array.of(4, 2, 2, 5), 2);
  expect([...factor]).toEqual([2, 0, 1, 2]);
  // 4x + 2y = 8, 2x + 5y = 9: x = 11/8, y = 10/8.
  expect([...choleskySolve(factor, Float64Array.of(8, 9))]).toEqual([11 / 8, 10 / 8]);
});

test('reads the lower triangle only', () => {
  expect(choleskyFactor(Float64Array.of(4, Number.NaN, 2, 5), 2)).toEqual(
    choleskyFactor(Float64Array.of(4, 2, 2, 5), 2),
  );
});

test('inverts by hand: the determinant of [[4, 2], [2, 5]] is 16', () => {
  expect([...invertPositiveDefinite(Float64Array.of(4, 2, 2, 5), 2)]).toEqual(
    [5, -2, -2, 4].map((cell) => expect.closeTo(cell / 16, 14)),
  );
});
