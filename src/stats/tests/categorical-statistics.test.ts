import { describe, expect, it } from 'vitest';
import { fourCategories } from '../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { categoricalTable, categoricalTableFromCounts, numericTable } from '../tables/joint-table-from.ts';
import { fisherExactP } from './fisher/fisher-exact.ts';
import { fisherTest } from './fisher/fisher-test.ts';
import { hellingerDistance } from './hellinger/hellinger.ts';
import { jensenShannonDistance } from './jensen-shannon/jensen-shannon.ts';
import { kullbackLeibler } from './kullback-leibler/kullback-leibler.ts';
import { populationStabilityIndex } from './psi/psi.ts';
import { totalVariation } from './total-variation/total-variation.ts';
import { twoProportionTest } from './z/two-proportion.ts';
import { twoProportionZ } from './z/z-test.ts';

describe('fisherExactP', () => {
  it('equals scipy.stats.fisher_exact, also where one side is a million', () => {
    expectScipy(fisherExactP(3, 17, 12, 9), 0.00884048268676175);
    expectScipy(fisherExactP(3, 100_000, 40, 900_000), 0.7973163843549733);
  });

  it('is 1 where a margin is empty', () => expect(fisherExactP(0, 0, 3, 4)).toBe(1));
});

describe('fisherTest', () => {
  it('agrees in its Monte Carlo form with chi-squared on a large table', () => {
    const result = ok(fisherTest(fourCategories));
    expect(result.pMethod).toBe('monte-carlo');
    expect(Math.abs((result.p ?? 1) - 0.0017)).toBeLessThan(
      4 * (result.details?.['standardError'] ?? 0) + 0.0005,
    );
  });
});

describe('twoProportionTest', () => {
  it('is the pooled z-test where counts are large', () => {
    const result = ok(twoProportionTest(45, 300, 70, 310));
    expectScipy(result.statistic, 2.3931010679289377);
    expectScipy(result.p, 0.01670663832769827);
    expect(result.pMethod).toBe('asymptotic');
  });

  it("is Fisher's test where an expected count is below 5", () => {
    const result = ok(twoProportionTest(3, 20, 0, 25));
    expect(result.pMethod).toBe('exact');
    expectScipy(result.p, fisherExactP(3, 17, 0, 25));
  });

  it('sees no difference between two shares of 0 or of 1', () => {
    expect(ok(twoProportionTest(0, 50, 0, 900)).p).toBe(1);
    expect(ok(twoProportionTest(50, 50, 900, 900)).p).toBe(1);
    expect(twoProportionTest(0, 0, 1, 2)).toMatchObject({ status: 'not-enough-data' });
  });
});

describe('twoProportionZ', () => {
  it('squares to the chi-squared statistic', () => {
    const table = categoricalTableFromCounts(
      new Map([
        ['0', 255],
        ['1', 45],
      ]),
      new Map([
        ['0', 240],
        ['1', 70],
      ]),
    );
    expectScipy(ok(twoProportionZ(table)).statistic, 2.3931010679289377);
  });

  it('refuses more than two categories', () => {
    expect(twoProportionZ(fourCategories)).toMatchObject({ status: 'not-applicable' });
  });
});

describe('totalVariation', () => {
  it('is half the sum of the differences of the shares', () => {
    const table = categoricalTable(['a', 'a', 'b', 'b'], ['a', 'b', 'b', 'b']);
    expect(ok(totalVariation(table)).statistic).toBe(0.25);
  });

  it('has a p near that of chi-squared for two categories, where both order tables alike', () => {
    const table = categoricalTableFromCounts(
      new Map([
        ['0', 255],
        ['1', 45],
      ]),
      new Map([
        ['0', 240],
        ['1', 70],
      ]),
    );
    const result = ok(totalVariation(table, { permutations: 4000 }));
    // scipy.stats.fisher_exact([[255, 45], [240, 70]]): 0.01756…
    expect(result.p).toBeGreaterThan(0.01);
    expect(result.p).toBeLessThan(0.028);
  });
});

describe('distances between histograms', () => {
  it('equal their SciPy counterparts on a table without an empty cell', () => {
    expectScipy(ok(jensenShannonDistance(fourCategories)).statistic, 0.1710784565638905);
    expectScipy(ok(populationStabilityIndex(fourCategories)).statistic, 0.23780112587306604);
    expectScipy(ok(kullbackLeibler(fourCategories)).statistic, 0.11971681080884469);
    expectScipy(ok(hellingerDistance(fourCategories)).statistic, 0.1717384126502026);
  });

  it('are 0 for equal shares, whatever the sizes', () => {
    const table = categoricalTableFromCounts(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['a', 100],
        ['b', 200],
      ]),
    );
    for (const distance of [
      jensenShannonDistance,
      populationStabilityIndex,
      kullbackLeibler,
      hellingerDistance,
    ]) {
      expect(ok(distance(table)).statistic).toBeLessThan(1e-8);
    }
  });

  it('count half a value in an empty bin, so that PSI grows with what n shows, and say so', () => {
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

  it('bin by deciles of the reference on request, which no monotone map changes', () => {
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
