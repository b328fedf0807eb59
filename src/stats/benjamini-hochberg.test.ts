import { describe, expect, test } from 'vitest';
import { testAgainstScipy } from '../../tests/support/scipy-oracle.ts';
import { expectScipy } from '../../tests/support/tolerance.ts';
import { benjaminiHochberg } from './benjamini-hochberg.ts';

describe('benjaminiHochberg', () => {
  testAgainstScipy('benjamini_hochberg', ({ p, bh }) => {
    benjaminiHochberg(p).forEach((adjusted, i) => {
      expectScipy(adjusted, bh[i] ?? Number.NaN);
    });
  });

  test('equals scipy.stats.false_discovery_control, in the order of the input', () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.8]);
    [0.025, 0.05, 0.05, 0.025, 0.8].forEach((expected, i) => {
      expectScipy(adjusted[i], expected);
    });
  });

  test('never lowers a p-value and never leaves [0, 1]', () => {
    expect(benjaminiHochberg([1, 1, 0])).toEqual([1, 1, 0]);
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
