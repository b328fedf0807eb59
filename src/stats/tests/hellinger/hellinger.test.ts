import { describe, expect, test } from 'vitest';
import { testHistogramDistance } from '../../../../tests/support/histogram-distances.ts';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTable } from '../../tables/joint-table-from.ts';
import { hellingerDistance } from './hellinger.ts';

describe('hellingerDistance', () => {
  testHistogramDistance(hellingerDistance);

  test('equals √(1 − Σ √(p·q)) by numpy on a table without an empty cell', () => {
    expectScipy(ok(hellingerDistance(fourCategories)).statistic, 0.1717384126502026);
  });

  test('is 1 for sides that share nothing, and √(1 − 1/√2) for one half in common', () => {
    expect(ok(hellingerDistance(categoricalTable(['a'], ['b']))).statistic).toBe(1);
    expectScipy(
      ok(hellingerDistance(categoricalTable(['a', 'b'], ['a']))).statistic,
      Math.sqrt(1 - Math.SQRT1_2),
    );
  });
});
