import { describe, expect, test } from 'vitest';
import { times } from '../../../tests/support/metrics-context.ts';
import { numericTable } from '../../stats/tables/joint-table-from.ts';
import { numericDistribution } from './distribution.ts';
import { thinnedEcdf } from './ecdf.ts';
import { histogramEdges } from './histogram-edges.ts';
import { weightedQuantiles, weightedSummary } from './weighted-values.ts';

const edgesOf = (reference: number[], production: number[]) =>
  histogramEdges(numericTable(reference, production));

/** Every lead is shown. */
const EACH = { k: 1, rounded: false };

describe('edges', () => {
  test('are round, ascending, cover both sides, and are at most some thirty', () => {
    for (const [reference, production] of [
      [times(300, (i) => i / 300), times(300, (i) => 0.5 + i / 200)],
      [times(300, (i) => 1900 + (i % 120)), [2026]],
      [times(50, (i) => -(i ** 3)), times(10, (i) => i * 1e6)],
      [times(50, (i) => 1e15 + i), times(50, (i) => 1e15 + 2 * i)],
      [[1e-9, 2e-9, 3e-9], [4e-9]],
    ] as const) {
      const edges = edgesOf([...reference], [...production]);
      expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
      expect(edges.length).toBeLessThanOrEqual(31);
      expect(edges[0]).toBeLessThanOrEqual(Math.min(...reference, ...production));
      expect(edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...reference, ...production));
    }
    expect(
      edgesOf(
        times(100, (i) => i / 100),
        [],
      ),
    ).toContain(0.5);
  });

  test('are whole numbers for whole numbers', () => {
    const edges = edgesOf(
      times(200, (i) => i % 30),
      [],
    );
    expect(edges.every(Number.isInteger)).toBe(true);
  });

  test('stand around the only value', () => {
    expect(edgesOf([3, 3], [3])).toEqual([2.5, 3.5]);
    expect(edgesOf([33_699_120_007], [])).toEqual([30e9, 37e9]);
    for (const value of [1e6, 1.02e9, -1.05e9, 9.99e12, 1.7e308, -1.7e308]) {
      const [low = 0, high = 0] = edgesOf([value], []);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      expect(Number.isFinite(high - low)).toBe(true);
    }
  });

  test('do not lose everything in one bin to an outlier', () => {
    const reference = [...times(1000, (i) => i / 1000), 1e9];
    const distribution = numericDistribution(numericTable(reference, []), EACH);
    if (distribution.kind !== 'histogram') throw new Error('expected a histogram');
    expect(distribution.reference.filter((count) => count > 0).length).toBeGreaterThan(5);
    expect(distribution.reference.reduce((sum, count) => sum + count, 0)).toBe(1001);
  });

  test('survive extreme numbers', () => {
    const edges = edgesOf([-1.7e308, 0, 1.7e308], [5e-324]);
    expect(edges.every(Number.isFinite)).toBe(true);
  });
});

describe('cumulative curves', () => {
  test('pass through the largest gap and end at 1', () => {
    const table = numericTable(
      times(500, (i) => i),
      times(500, (i) => i + 100),
    );
    const ecdf = thinnedEcdf(table, EACH);
    expect(ecdf?.values.length).toBeLessThanOrEqual(32);
    expect(ecdf?.gapAt).toBe(99);
    const at = ecdf?.values.indexOf(99) ?? -1;
    expect([ecdf?.reference[at], ecdf?.production[at]]).toEqual([0.2, 0]);
    expect([ecdf?.reference.at(-1), ecdf?.production.at(-1)]).toEqual([1, 1]);
  });

  test('are absent where a side is empty', () => {
    expect(thinnedEcdf(numericTable([1, 2], []), EACH)).toBeNull();
  });
});

describe('descriptions', () => {
  // Expected values: numpy 2 on [1, 2, 2, 5, 10] (mean 4, std ddof=1 3.6742346141747673, quantile 0.25 and 0.9).
  const { values, reference } = numericTable([10, 2, 1, 2, 5], []);

  test('match numpy', () => {
    expect(weightedSummary(values, reference)).toMatchObject({ n: 5, mean: 4, min: 1, max: 10 });
    expect(weightedSummary(values, reference)?.sd).toBeCloseTo(3.6742346141747673, 12);
    expect(weightedQuantiles(values, reference, [0, 0.25, 0.5, 0.9, 1])).toEqual([1, 2, 2, 8, 10]);
  });

  test('are null without values', () => {
    expect(
      weightedSummary(
        values,
        reference.map(() => 0),
      ),
    ).toBeNull();
    expect(
      weightedQuantiles(
        values,
        reference.map(() => 0),
        [0.5],
      ),
    ).toEqual([]);
  });
});
