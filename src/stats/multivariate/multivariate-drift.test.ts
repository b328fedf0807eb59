import { describe, expect, test } from 'vitest';
import { ok } from '../../../tests/support/tolerance.ts';
import { seededRandom } from '../distributions/random.ts';
import type { MixedFeature } from './mixed-distance.ts';
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
    expect(ok(result).p).toBe(1 / 500);
    const importances = result.status === 'ok' ? result.importances : [];
    const ranked = [...importances].sort((x, y) => y.importance - x.importance).map(({ name }) => name);
    expect(ranked.slice(0, 2).sort()).toEqual(['a', 'b']);
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
