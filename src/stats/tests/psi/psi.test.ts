import { describe, expect, test } from 'vitest';
import { testHistogramDistance } from '../../../../tests/support/histogram-distances.ts';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTableFromCounts, numericTable } from '../../tables/joint-table-from.ts';
import { populationStabilityIndex } from './psi.ts';

describe('populationStabilityIndex', () => {
  testHistogramDistance(populationStabilityIndex);

  test('equals entropy(p, q) + entropy(q, p) by SciPy on a table without an empty cell', () => {
    expectScipy(ok(populationStabilityIndex(fourCategories)).statistic, 0.23780112587306604);
  });

  test('counts half a value in an empty bin, so that it grows with what n shows, and says so', () => {
    const psi = (n: number) =>
      ok(
        populationStabilityIndex(
          categoricalTableFromCounts(
            new Map([['a', n]]),
            new Map([
              ['a', n],
              ['b', n],
            ]),
          ),
        ),
      );
    // By hand for n = 1: shares (2/3, 1/3) against (1/2, 1/2).
    expectScipy(psi(1).statistic, (1 / 6) * Math.log(4 / 3) + (1 / 6) * Math.log(3 / 2));
    expect(psi(1000).statistic).toBeGreaterThan(psi(10).statistic);
    expect(psi(1).notes).toEqual(['1 bin is empty on one side; half a value stands for none']);
  });

  test('bins by deciles of the reference on request, which no monotone map changes', () => {
    const x = Array.from({ length: 50 }, (_, i) => i / 10);
    const y = Array.from({ length: 80 }, (_, i) => 1 + i / 20);
    const plain = ok(populationStabilityIndex(numericTable(x, y), { bins: 'quantile' }));
    const mapped = ok(
      populationStabilityIndex(numericTable(x.map(Math.exp), y.map(Math.exp)), { bins: 'quantile' }),
    );
    expect(mapped.statistic).toBe(plain.statistic);
    expect(plain.details?.['bins']).toBe(10);
  });
});
