import { describe, expect, test } from 'vitest';
import { symmetricEigen } from './symmetric-eigen.ts';

describe('symmetricEigen', () => {
  test('finds eigenvalues 1 and 3 of [[2, 1], [1, 2]]', () => {
    const { values } = symmetricEigen([2, 1, 1, 2], 2);
    expect([...values].sort()).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
  });

  test('equals numpy.linalg.eigvalsh, and its vectors give the matrix back', () => {
    const matrix = [4, 1, 0.5, 1, 3, -2, 0.5, -2, 1];
    const { values, vectors } = symmetricEigen(matrix, 3);
    expect(values.toSorted((a, b) => a - b)).toEqual(
      [-0.44308492, 3.64672325, 4.79636167].map((value) => expect.closeTo(value, 7)),
    );
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const cell = values.reduce(
          (sum, value, i) => sum + value * (vectors[row * 3 + i] ?? 0) * (vectors[column * 3 + i] ?? 0),
          0,
        );
        expect(cell).toBeCloseTo(matrix[row * 3 + column] ?? Number.NaN, 12);
      }
    }
  });
});
