import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../distributions/random.ts';
import { drawSplit } from '../../tables/hypergeometric-table.ts';
import { combinedSparseP } from './combined-sparse.ts';

const pearson = (observed: number, expected: number): number => (observed - expected) ** 2 / expected;
const times = (n: number, value: number): number[] => Array.from({ length: n }, () => value);
const judge = (reference: number[], production: number[], common: number, draws = 2000) =>
  combinedSparseP({ reference, production, sparse: reference.map((_, i) => i >= common) }, pearson, {
    draws,
    random: seededRandom(3),
  }).p;

// Expected p: minimum of both ranks over 20,000 tables of NumPy's multivariate_hypergeometric.
describe('combinedSparseP', () => {
  test('finds rare categories that replace others, which the pooled table cannot see (NumPy: 5e-5 and 1)', () => {
    expect(
      judge([60, 40, ...times(10, 4), ...times(10, 0)], [60, 40, ...times(10, 0), ...times(10, 4)], 2),
    ).toBe(1 / 2001);
  });

  test('finds rare categories that fall together, which G loses (NumPy: 0.39 and 5e-5)', () => {
    expect(judge([60, 50, ...times(20, 3)], [80, 70, ...times(20, 1)], 2)).toBeLessThan(0.003);
  });

  test('finds nothing where there is nothing (NumPy: 0.965), and stops early', () => {
    const sides = [
      [50, 40, 10, 2, 1, 3, 1, 2],
      [45, 44, 12, 1, 2, 2, 2, 1],
    ] as const;
    const { p, draws } = combinedSparseP(
      { reference: sides[0], production: sides[1], sparse: sides[0].map((_, i) => i > 2) },
      pearson,
      { draws: 10_000, random: seededRandom(3) },
    );
    expect(p).toBeGreaterThan(0.85);
    expect(draws).toBeLessThan(100);
  });

  test('holds its level', () => {
    const random = seededRandom(21);
    const totals = Float64Array.from([60, 40, 30, ...times(30, 4), ...times(40, 1)]);
    const n = totals.reduce((sum, count) => sum + count, 0);
    let found = 0;
    for (let run = 0; run < 300; run++) {
      const first = new Float64Array(totals.length);
      drawSplit(totals, Math.round(n / 3), random, first);
      const table = {
        reference: first,
        production: totals.map((total, i) => total - (first[i] ?? 0)),
        sparse: Array.from(totals, (total) => total < 15),
      };
      if (combinedSparseP(table, pearson, { draws: 300, random }).p < 0.05) found++;
    }
    // Binomial(300, 0.05): 4 to 27 within three standard deviations.
    expect(found).toBeGreaterThan(3);
    expect(found).toBeLessThan(27);
  });
});
