import { describe, expect, test } from 'vitest';
import { distanceMatrix } from './mixed-distance.ts';

const ROWS = { reference: [0, 1], production: [0, 1] };

describe('distanceMatrix', () => {
  test('of numbers is the squared difference of rank shares, scaled to an average of 1', () => {
    // Values 10, 20, 20, 1000: midrank shares 1/4, 5/8, 5/8, 1. Squared differences by hand, and their mean.
    const shares = [1 / 4, 5 / 8, 5 / 8, 1];
    const squares = shares.flatMap((a) => shares.map((b) => (a - b) ** 2));
    const mean = squares.reduce((sum, square) => sum + square, 0) / 16;
    const found = distanceMatrix(
      { name: 'x', kind: 'numeric', reference: [10, 20], production: [20, 1000] },
      ROWS,
    );
    expect([...found]).toEqual(squares.map((square) => expect.closeTo(square / mean, 12)));
  });

  test('of categories is 1 for others and 0 for equals, before scaling', () => {
    const found = distanceMatrix(
      { name: 'c', kind: 'categorical', reference: ['a', 'b'], production: ['a', 'a'] },
      ROWS,
    );
    // Six of sixteen ordered pairs differ.
    const far = 16 / 6;
    expect([...found]).toEqual([0, far, 0, 0, far, 0, far, far, 0, far, 0, 0, 0, far, 0, 0]);
  });

  test('has a missing value farther from every filled one than those are from each other', () => {
    const found = distanceMatrix(
      { name: 'x', kind: 'numeric', reference: [1, null], production: [2, null] },
      ROWS,
    );
    const at = (i: number, j: number): number => found[i * 4 + j] ?? Number.NaN;
    expect(at(1, 3)).toBe(0);
    expect(at(0, 1)).toBe(at(2, 3));
    expect(at(0, 1)).toBeGreaterThan(at(0, 2));
  });

  test('takes the chosen rows only, and is all zero for a constant', () => {
    const found = distanceMatrix(
      { name: 'c', kind: 'categorical', reference: ['a', 'b', 'c'], production: ['a'] },
      { reference: [0], production: [0] },
    );
    expect([...found]).toEqual([0, 0, 0, 0]);
  });
});
