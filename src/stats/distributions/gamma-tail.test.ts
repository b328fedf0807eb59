import { describe, expect, test } from 'vitest';
import { expectScipy, expectTail } from '../../../tests/support/tolerance.ts';
import { gammaTail, poissonProbability } from './gamma-tail.ts';

// Literals: mpmath with 40 digits.

describe('gammaTail', () => {
  test.each([
    [0.5, 0.1, 0.654720846018577],
    [2.5, 30, 1.2154569777183038e-11],
    [500, 550, 0.014614408126295194],
    [500, 430, 0.9994711779748077],
    [20_000, 20_500, 0.0002250280356423413],
    [19.5, 750, 1.0857827949117708e-289],
    [3, 0.001, 0.9999999998334583],
  ])('Q(%d, %d) = %d', (a, x, tail) => expectTail(gammaTail(a, x), tail));

  test('is e⁻ˣ for a = 1, and 1 at 0', () => {
    for (const x of [0.01, 1, 1.999, 2.001, 30, 690]) expectTail(gammaTail(1, x), Math.exp(-x));
    expect(gammaTail(7, 0)).toBe(1);
  });
});

describe('poissonProbability', () => {
  test('is xᵃ·e⁻ˣ/Γ(a + 1), also for a that is no whole number', () => {
    expectScipy(poissonProbability(2, 3), 4.5 * Math.exp(-3));
    expectScipy(poissonProbability(0.5, 4), 0.041333970708184106);
    expectScipy(poissonProbability(5000, 5100), 0.0021029475677758532);
  });
});
