import { describe, expect, test } from 'vitest';
import { numericTable } from '../../stats/tables/joint-table-from.ts';
import { coarseValues } from './coarse-values.ts';
import { niceUnit, roughCount, shownCount, shownCountBeside, shownShare, toUnit } from './k-rule.ts';
import { precisionOf, roundedApart, roundedBeside, roundedP, stepOfP, unitOfStatistic } from './rounding.ts';

const ROUNDED = { k: 5, rounded: true };
const EXACT = { k: 5, rounded: false };

test('counts are 0 below k, else multiples of k, or exact', () => {
  expect([0, 1, 4, 5, 7, 8, 9, 10, 124].map((n) => shownCount(n, ROUNDED))).toEqual([
    0, 0, 0, 5, 5, 5, 5, 10, 120,
  ]);
  expect([4, 5, 7, 124].map((n) => shownCount(n, EXACT))).toEqual([0, 5, 7, 124]);
  expect(shownShare(7, 12, ROUNDED)).toBe(0.5);
  expect(shownShare(3, 4, ROUNDED)).toBe(0);
});

test('a count that is judged by a limit stays on its side, and a foretold one has two digits', () => {
  expect([497, 500, 501, 504, 738].map((n) => shownCountBeside(n, 500, ROUNDED))).toEqual([
    495, 500, 505, 505, 735,
  ]);
  expect(shownCountBeside(501, 500, EXACT)).toBe(501);
  expect([0.2, 7, 101, 1_237, 12_345].map((n) => roughCount(n, ROUNDED))).toEqual([
    5, 10, 110, 1_300, 13_000,
  ]);
  expect(roughCount(1_236.4, EXACT)).toBe(1_237);
});

test('units are 1, 2 or 5 times a power of ten, and never smaller than asked for', () => {
  expect([0.0007, 0.001, 0.0166, 0.3, 1, 1.1, 4.9, 70].map(niceUnit)).toEqual([
    0.001, 0.001, 0.02, 0.5, 1, 2, 5, 100,
  ]);
  expect(niceUnit(0)).toBe(0);
  expect(toUnit(0.123456, 0.02)).toBe(0.12);
  expect(toUnit(123_456, 5_000)).toBe(125_000);
  expect(toUnit(0.1 + 0.2, 0)).toBe(0.1 + 0.2);
});

describe('what is judged is judged alike after rounding', () => {
  const limits = [0.05, 0.1, 0.4];

  test('of a value', () => {
    for (let value = 0; value <= 0.5; value += 0.0037) {
      const shown = roundedBeside(value, 0.05, limits);
      for (const limit of limits) expect(Math.sign(shown - limit), `${value}`).toBe(Math.sign(value - limit));
      expect(Math.abs(shown - value)).toBeLessThanOrEqual(0.05);
    }
    expect(roundedBeside(0.4, 0.05, limits)).toBe(0.4);
  });

  test('of a value between two limits that are closer than its unit: no finer than it takes', () => {
    for (const value of [0.81, 0.93, 0.99, 1.07, 1.2]) {
      const shown = roundedBeside(value, 0.5, [0.8, 1, 1.25]);
      for (const limit of [0.8, 1, 1.25]) {
        expect(Math.sign(shown - limit), `${value}`).toBe(Math.sign(value - limit));
      }
      expect(String(shown).length, `${value} ${shown}`).toBeLessThanOrEqual(4);
    }
    expect(roundedBeside(0.9, 0.5, [0.8, 1])).toBe(0.9);
    const near = roundedBeside(0.912_345_678, 0.5, [0.9, 1]);
    expect([near > 0.9, near < 1, String(near).length <= 4]).toEqual([true, true, true]);
  });

  test('of a p-value as close to its limit as can be', () => {
    const shown = roundedP(0.050_000_1, 0.5, [0.05]);
    expect(shown).toBeGreaterThan(0.05);
    expect(shown).not.toBe(0.050_000_1);
  });

  test('of two values that are compared with each other', () => {
    for (let i = 0; i < 60; i++) {
      const [a, b] = [0.5 + i * 0.0013, 0.53 + ((i * 7) % 60) * 0.0009];
      const [first, second] = roundedApart([a, 0.02], [b, 0.05, [0.55]]);
      expect(Math.sign(first - second), `${a} ${b}`).toBe(Math.sign(a - b));
      expect(Math.sign(second - 0.55)).toBe(Math.sign(b - 0.55));
      expect(Math.abs(first - a)).toBeLessThanOrEqual(a === b ? 0.05 : 0.02);
    }
  });

  test('of a p-value, down to the smallest', () => {
    for (const p of [1, 0.7, 0.11, 0.0501, 0.05, 0.0499, 0.0101, 0.0099, 3.2e-7, 1e-200, 0]) {
      const shown = roundedP(p, 0.5, [0.05, 0.01]);
      expect(shown).toBeGreaterThanOrEqual(0);
      expect(shown).toBeLessThanOrEqual(1);
      for (const limit of [0.05, 0.01]) expect(Math.sign(shown - limit), `${p}`).toBe(Math.sign(p - limit));
    }
  });
});

test('digits are those that k leads leave: one lead moves nothing by as much as a unit', () => {
  const precision = precisionOf({ reference: 300, production: 500 }, ROUNDED);
  expect(precision.unit).toBe(0.02);
  expect(precisionOf({ reference: 300, production: 500 }, EXACT).unit).toBe(0);
  // Of D = 0.2 one lead of 300 moves p, about 2 exp(−2 n D²), by the factor that 1/300 more of D makes.
  const p = (d: number): number => 2 * Math.exp(-2 * precision.effective * d * d);
  const moved = Math.log10(p(0.2)) - Math.log10(p(0.2 + 1 / 300));
  expect(stepOfP(p(0.2), precision)).toBeGreaterThan(2 * moved);
  // A chi-squared of 300 + 500 leads with φ = 0.2 moves by 2 n φ ÷ 300 at most.
  const chi = precision.effective * 0.2 * 0.2;
  expect(unitOfStatistic(chi, false, precision)).toBeGreaterThan((2 * precision.effective * 0.2) / 300);
  expect(unitOfStatistic(0.2, true, precision)).toBe(0.02);
});

describe('values are so coarse that k leads share them', () => {
  const skewed = Array.from({ length: 60 }, (_, i) => Math.round(1_000 * 1.13 ** i));
  const { values, reference } = numericTable([...skewed, ...Array.from({ length: 5 }, () => 77)], []);

  test('quantiles and extremes', () => {
    const coarse = coarseValues({ values, counts: reference }, 5);
    if (coarse === null) throw new Error('expected values');
    const all = [...skewed, ...Array.from({ length: 5 }, () => 77)];
    for (const p of [0, 0.1, 0.25, 0.5, 0.75, 0.95, 1]) {
      const shown = coarse.quantile(p);
      const unit = coarse.unitAt(shown);
      const sharing = all.filter((x) => Math.abs(x - shown) <= Math.max(unit, Math.abs(shown)) / 2 + 1e-9);
      expect(sharing.length, `${p}`).toBeGreaterThanOrEqual(5);
      expect(skewed.filter((x) => x === shown && x % 100 !== 0)).toEqual([]);
    }
    expect(coarse.low).toBe(77);
    expect(all.filter((x) => x >= coarse.high * 0.5).length).toBeGreaterThanOrEqual(5);
    expect(coarse.high).toBeLessThan(Math.max(...all));
  });

  test('a value that k leads have is itself, and of fewer than k leads there is none', () => {
    expect(coarseValues({ values, counts: reference }, 5)?.coarse(77)).toBe(77);
    expect(coarseValues({ values, counts: reference }, 66)).toBeNull();
  });
});
