import { describe, expect, test } from 'vitest';
import { invertPositiveDefinite } from './linear-algebra.ts';

describe('invertPositiveDefinite', () => {
  test('inverts [[4, 2], [2, 3]]', () => {
    const inverse = invertPositiveDefinite(Float64Array.of(4, 2, 2, 3), 2);
    [3 / 8, -1 / 4, -1 / 4, 1 / 2].forEach((expected, i) => {
      expect(inverse[i]).toBeCloseTo(expected, 14);
    });
  });

  test('equals numpy.linalg.inv of a 3 × 3 matrix', () => {
    const inverse = invertPositiveDefinite(Float64Array.of(18.25, 6, 0.5, 6, 15, -7.5, 0.5, -7.5, 6.25), 3);
    [
      0.09132420091324199, -0.1004566210045662, -0.12785388127853878, -0.1004566210045662, 0.2771689497716895,
      0.34063926940639266, -0.12785388127853878, 0.3406392694063926, 0.5789954337899542,
    ].forEach((expected, i) => {
      expect(inverse[i]).toBeCloseTo(expected, 13);
    });
  });

  test('stays finite where the matrix is singular', () => {
    expect(invertPositiveDefinite(Float64Array.of(1, 1, 1, 1), 2).every(Number.isFinite)).toBe(true);
  });
});
