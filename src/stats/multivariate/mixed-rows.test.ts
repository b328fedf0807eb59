import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { type MixedFeature, mixedRows } from './mixed-rows.ts';
import { rowTimes } from './sparse-rows.ts';

const random = seededRandom(2);
const N = 400;
const numbers = (): number[] => Array.from({ length: N }, () => random.normal());
const x = numbers();
const features: MixedFeature[] = [
  { name: 'x', kind: 'numeric', reference: x, production: numbers() },
  { name: 'y', kind: 'numeric', reference: numbers(), production: numbers() },
  {
    name: 'c',
    kind: 'categorical',
    reference: x.map((_, i) => 'abc'[i % 3] ?? null),
    production: x.map((_, i) => (i % 4 === 0 ? null : 'a')),
  },
];
const all = Array.from({ length: N }, (_, i) => i);
const rows = mixedRows(features, { reference: all, production: all }, seededRandom(5));

describe('mixedRows', () => {
  test('are centred, both sides in one list', () => {
    expect(rows.size).toBe(2 * N);
    const { width, values } = rows.model;
    for (const column of [0, 1, 2, width - 1]) {
      let sum = 0;
      for (let i = 0; i < rows.size; i++) sum += values[i * width + column] ?? 0;
      expect(Math.abs(sum)).toBeLessThan(1e-9);
    }
  });

  test('have a product for every two features, and none of a feature with itself', () => {
    expect(rows.pairs.length).toBe(rows.contrasts.width);
    expect(new Set(rows.pairs.map(([a, b]) => `${a}${b}`))).toEqual(new Set(['01', '02', '12']));
  });

  test('give a row with one feature of another row: its own where the donor is itself', () => {
    const to = new Float64Array(rows.model.width);
    const own = (i: number): Float64Array => rows.model.values.slice(i * to.length, (i + 1) * to.length);
    rows.withDonor(0, 7, 7, to);
    to.forEach((value, j) => {
      expect(value).toBeCloseTo(own(7)[j] ?? Number.NaN, 12);
    });
    // All three features of row 9, one after another from a row equal to it in the other two: nothing is left of row 7.
    const copy = features.map((feature) => ({
      ...feature,
      reference: feature.reference.slice(),
    })) as MixedFeature[];
    for (const feature of copy.slice(1)) (feature.reference as unknown[])[9] = feature.reference[7];
    const twin = mixedRows(copy, { reference: all, production: all }, seededRandom(5));
    twin.withDonor(0, 7, 9, to);
    to.forEach((value, j) => {
      expect(value).toBeCloseTo(twin.model.values[9 * to.length + j] ?? Number.NaN, 12);
    });
  });

  test('have inner products near the Gaussian kernel of ranks and categories', () => {
    // Two rows that are equal in all features are equal rows; a row’s length is about the same for all.
    const lengths = Array.from({ length: 50 }, (_, i) =>
      rowTimes(rows.model, i, rows.model.values.slice(i * rows.model.width, (i + 1) * rows.model.width)),
    );
    expect(Math.max(...lengths)).toBeLessThan(5);
    expect(Math.min(...lengths)).toBeGreaterThan(0.3);
  });
});
