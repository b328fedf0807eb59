import { describe, expect, test } from 'vitest';
import { ok } from '../../../tests/support/tolerance.ts';
import { seededRandom } from '../distributions/random.ts';
import type { MixedFeature } from './mixed-rows.ts';
import { multivariateDrift } from './multivariate-drift.ts';

/** Two numbers with the given correlation, an independent one, and a category. */
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
  test('sees features that go together otherwise when none has moved, and names them', () => {
    const result = multivariateDrift(features(rows(150, 0.9, 1), rows(200, -0.9, 2)));
    expect(ok(result).p).toBe(1 / 200);
    expect(result).toMatchObject({ pair: { features: ['a', 'b'] } });
    const importances = result.status === 'ok' ? result.importances : [];
    const ranked = [...importances].sort((x, y) => y.importance - x.importance).map(({ name }) => name);
    expect(ranked.slice(0, 2).sort()).toEqual(['a', 'b']);
  });

  test('finds a correlation that rises from 0 to 0.25 among four features', () => {
    const result = multivariateDrift(features(rows(1000, 0, 5), rows(1000, 0.25, 6)));
    expect(ok(result).p).toBe(1 / 200);
    expect(result).toMatchObject({ pair: { features: ['a', 'b'] } });
    // z of a correlation of 0.25 with 1,000 rows a side: 0.25·√500, give or take three standard errors.
    expect(Math.abs((result.status === 'ok' ? (result.pair?.z ?? 0) : 0) - 5.6)).toBeLessThan(3);
  });

  test('looks at as many rows as it is given, up to the limit', () => {
    const many = features(rows(300, 0, 7), rows(60, 0, 8));
    expect(ok(multivariateDrift(many, { rows: 100 })).details).toMatchObject({
      rowsReference: 100,
      rowsProduction: 60,
    });
    expect(ok(multivariateDrift(many)).details).toMatchObject({ rowsReference: 300, rowsProduction: 60 });
  });

  test('sees nothing in two draws of one distribution', () => {
    expect(ok(multivariateDrift(features(rows(100, 0.5, 3), rows(100, 0.5, 4)))).p).toBeGreaterThan(0.05);
  });

  test('takes missing values and constants, and needs rows', () => {
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
