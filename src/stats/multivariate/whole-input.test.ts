import { describe, expect, it } from 'vitest';
import { ok } from '../../../tests/support/tolerance.ts';
import { changePoint } from '../change-point.ts';
import { seededRandom } from '../distributions/random.ts';
import { detectableCohensD, detectableCramersV, detectableKs } from '../power.ts';
import type { MixedFeature } from './mixed-distance.ts';
import { multivariateDrift } from './multivariate-drift.ts';

/** Two numbers that go together (or, turned round, against each other), one that does not, and a category. */
function rows(n: number, correlation: number, seed: number): (number | string)[][] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => {
    const a = random.normal();
    const b = correlation * a + Math.sqrt(1 - correlation ** 2) * random.normal();
    return [a, b, random.normal(), `c${random.below(3)}`];
  });
}

function features(reference: (number | string)[][], production: (number | string)[][]): MixedFeature[] {
  return ['a', 'b', 'noise']
    .map((name, column): MixedFeature => {
      const numbers = (side: (number | string)[][]): number[] => side.map((row) => Number(row[column]));
      return { name, kind: 'numeric', reference: numbers(reference), production: numbers(production) };
    })
    .concat({
      name: 'category',
      kind: 'categorical',
      reference: reference.map((row) => String(row[3])),
      production: production.map((row) => String(row[3])),
    });
}

describe('multivariateDrift', () => {
  it('sees features that go together otherwise when none has moved, and names them', () => {
    const result = multivariateDrift(features(rows(150, 0.9, 1), rows(200, -0.9, 2)));
    expect(ok(result).p).toBe(1 / 500);
    const importances = result.status === 'ok' ? result.importances : [];
    const ranked = [...importances].sort((x, y) => y.importance - x.importance).map(({ name }) => name);
    expect(ranked.slice(0, 2).sort()).toEqual(['a', 'b']);
  });

  it('sees nothing in two draws of one distribution', () => {
    expect(ok(multivariateDrift(features(rows(100, 0.5, 3), rows(100, 0.5, 4)))).p).toBeGreaterThan(0.05);
  });

  it('takes missing values and constants, and needs rows', () => {
    const holes: MixedFeature = {
      name: 'x',
      kind: 'numeric',
      reference: Array(20).fill(null),
      production: Array(20).fill(3),
    };
    expect(ok(multivariateDrift([holes])).statistic).toBe(1);
    const constant: MixedFeature = {
      name: 'x',
      kind: 'categorical',
      reference: Array(20).fill('a'),
      production: Array(20).fill('a'),
    };
    expect(ok(multivariateDrift([constant])).statistic).toBe(0.5);
    expect(multivariateDrift([])).toMatchObject({ status: 'not-applicable' });
    expect(multivariateDrift([{ ...constant, production: [] }])).toMatchObject({ status: 'not-enough-data' });
  });
});

describe('changePoint', () => {
  it('finds the day on which a series moved', () => {
    const random = seededRandom(2);
    const series = Array.from({ length: 30 }, (_, day) => random.normal() + (day >= 18 ? 3 : 0));
    const found = ok(changePoint(series));
    expect(found.index).toBe(18);
    expect(found.p).toBeLessThan(0.01);
    expect(found.interval[0]).toBeLessThanOrEqual(18);
    expect(found.interval[1]).toBeGreaterThanOrEqual(18);
  });

  it('holds its level on series without a change', () => {
    const random = seededRandom(11);
    let found = 0;
    for (let i = 0; i < 200; i++) {
      const result = ok(
        changePoint(
          Array.from({ length: 14 }, () => random.normal()),
          { permutations: 99, seed: i },
        ),
      );
      if (result.p < 0.05) found++;
    }
    expect(found).toBeLessThan(20);
  });

  it('says what it cannot judge', () => {
    expect(changePoint([1, 2, 3])).toMatchObject({ status: 'not-enough-data', minimum: 6 });
    expect(changePoint([1, 1, 1, 1, 1, 1])).toEqual({
      status: 'not-applicable',
      reason: 'the series is constant',
    });
  });
});

describe('smallest detectable shifts', () => {
  it("equal Cohen's tables", () => {
    // Cohen (1988), table 2.4.1: d = 0.50 at two-sided 0.05 needs 64 a side for power 0.80.
    expect(detectableCohensD(64, 64).value).toBeCloseTo(0.5, 2);
    // scipy.stats.ncx2: nine degrees of freedom, N = 1503, power 0.8.
    expect(detectableCramersV(303, 1200, 10).value).toBeCloseTo(0.10204104002358048, 12);
    // The same for many categories, where the Poisson weights of the mixture begin below the smallest double.
    expect(detectableCramersV(300, 1_000_000, 3000).value).toBeCloseTo(0.014071461925944292, 12);
    expect(detectableCramersV(1000, 1000, 500).value).toBeCloseTo(0.2049560825067897, 12);
  });

  it('shrink with n', () => {
    expect(detectableKs(1000, 1000).value).toBeLessThan(detectableKs(100, 100).value);
    expect(detectableKs(2, 2).value).toBe(1);
  });
});
