import { describe, expect, test } from 'vitest';
import { numericTable } from '../../stats/tables/joint-table-from.ts';
import { coarseValues } from './coarse-values.ts';
import { niceUnit, shownCount, shownShare, toUnit } from './k-rule.ts';
import { precisionOf, roundedBeside, roundedP, stepOfP, unitOfStatistic } from './rounding.ts';

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
