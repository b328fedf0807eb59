import { describe, expect, it } from 'vitest';
import { fourCategories } from '../../../tests/support/samples.ts';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { invertPositiveDefinite } from '../multivariate/linear-algebra.ts';
import { symmetricEigen } from '../multivariate/symmetric-eigen.ts';
import { areaUnderCurve, aucInterval } from '../performance/auc.ts';
import { binTable, sturgesEdges } from '../tables/binning.ts';
import { drawHypergeometric, drawSplit } from '../tables/hypergeometric-table.ts';
import { numericTable } from '../tables/joint-table-from.ts';
import { tableQuantile } from '../tables/quantile.ts';
import { poolSparseCategories } from '../tests/chi-squared/sparse-categories.ts';
import { logBinomialProbability, logHypergeometricProbability } from './binomial-probability.ts';
import { seededRandom, shuffle } from './random.ts';

describe('seededRandom', () => {
  it('is uniform, normal and repeatable', () => {
    const random = seededRandom(1);
    const n = 20_000;
    const bins = new Array<number>(10).fill(0);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const bin = random.below(10);
      bins[bin] = (bins[bin] ?? 0) + 1;
      const z = random.normal();
      sum += z;
      squares += z * z;
    }
    // Chi-squared with 9 degrees of freedom stays below 27.9 in 999 of 1,000 cases.
    expect(bins.reduce((total, count) => total + (count - n / 10) ** 2 / (n / 10), 0)).toBeLessThan(27.9);
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    const [again, other] = [seededRandom(1), seededRandom(2)];
    const first = seededRandom(1).uniform();
    expect(again.uniform()).toBe(first);
    expect(other.uniform()).not.toBe(first);
  });

  it('shuffles to every order about equally often', () => {
    const random = seededRandom(3);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle([0, 1, 2], random).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});

describe('probabilities of counts', () => {
  it('equal mpmath to 1e-12 where n is a million', () => {
    expect(logBinomialProbability(250, 1e6, 2e-4, 1 - 2e-4)).toBeCloseTo(-9.467015409129225, 11);
    expect(logHypergeometricProbability(3000, 5000, 995_000, 600_000)).toBeCloseTo(-4.461523459284371, 11);
  });
});

describe('drawHypergeometric', () => {
  it('follows the law: scipy.stats.hypergeom.pmf(k, 20, 7, 12)', () => {
    const pmf = [
      0.000103199, 0.004334365, 0.047678019, 0.198658411, 0.357585139, 0.286068111, 0.095356037, 0.010216718,
    ];
    const random = seededRandom(5);
    const n = 20_000;
    const drawn = new Array<number>(8).fill(0);
    for (let i = 0; i < n; i++) {
      const k = drawHypergeometric(7, 13, 12, random);
      drawn[k] = (drawn[k] ?? 0) + 1;
    }
    pmf.forEach((p, k) => {
      expect(Math.abs((drawn[k] ?? 0) / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n) + 1e-9);
    });
  });

  it('splits a table without changing its margins', () => {
    const split = new Float64Array(3);
    drawSplit(Float64Array.of(10, 0, 30), 15, seededRandom(1), split);
    expect(split[1]).toBe(0);
    expect(split.reduce((sum, count) => sum + count, 0)).toBe(15);
  });
});

describe('areaUnderCurve', () => {
  it("has DeLong's variance", () => {
    const found = areaUnderCurve([0.1, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9], [0, 0, 1, 1, 0, 1, 0, 1]);
    expectScipy(found?.auc, 0.78125);
    expectScipy(found?.variance, 0.033203125);
    expect(aucInterval({ auc: 1, variance: 0 })).toEqual([1, 1]);
    expect(areaUnderCurve([1, 2], [1, 1])).toBeUndefined();
  });
});

describe('tableQuantile', () => {
  it('is type 7, as numpy.percentile', () => {
    const values = Float64Array.of(1, 2, 5, 9.5);
    const counts = Float64Array.of(2, 1, 1, 1);
    [0, 0.1, 0.33, 0.5, 0.75, 1].forEach((q, i) => {
      expectScipy(tableQuantile(values, counts, q), [1, 1, 1.32, 2, 5, 9.5][i] ?? Number.NaN);
    });
  });
});

describe('matrices', () => {
  it('inverts a positive definite one', () => {
    const inverse = invertPositiveDefinite(Float64Array.of(4, 2, 2, 3), 2);
    [3 / 8, -1 / 4, -1 / 4, 1 / 2].forEach((expected, i) => {
      expect(inverse[i]).toBeCloseTo(expected, 14);
    });
  });

  it('finds eigenvalues 1 and 3 of [[2, 1], [1, 2]]', () => {
    const { values } = symmetricEigen([2, 1, 1, 2], 2);
    expect([...values].sort()).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
  });
});

describe('bins', () => {
  it("are numpy.histogram_bin_edges(x, bins='sturges')", () => {
    // 16 values: log2(16) + 1 = 5 bins. Whole numbers from 0 to 3: no bin narrower than 1.
    expect([...sturgesEdges(Float64Array.of(0, 2.5, 10), 16)]).toEqual([0, 2, 4, 6, 8, 10]);
    expect([...sturgesEdges(Float64Array.of(0, 1, 3), 1000)]).toEqual([0, 1, 2, 3]);
  });

  it('are values where the reference has at most 20, and hold every value otherwise', () => {
    const few = numericTable(
      [1, 2, 2],
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(binTable(few)).toBe(few);
    const many = binTable(
      numericTable(
        Array.from({ length: 21 }, (_, i) => i),
        [-5, 40.5],
      ),
    );
    expect(many.reference.reduce((sum, count) => sum + count, 0)).toBe(21);
    expect(many.production.reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});

describe('poolSparseCategories', () => {
  it('leaves a table alone that has no sparse cell', () => {
    expect(poolSparseCategories(fourCategories, true).pooled).toEqual([]);
  });

  it('lets the smallest other category join where the pool itself is too small', () => {
    const table = {
      ...fourCategories,
      reference: Float64Array.of(1, 20, 30, 40),
      production: Float64Array.of(1, 20, 30, 40),
    };
    const { kept, pooled, reference } = poolSparseCategories(table, true);
    expect([kept, pooled]).toEqual([
      ['c', 'd'],
      ['a', 'b'],
    ]);
    expect(reference).toEqual([30, 40, 21]);
  });
});
