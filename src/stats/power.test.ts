import { describe, expect, test } from 'vitest';
import { ok } from '../../tests/support/tolerance.ts';
import { seededRandom } from './distributions/random.ts';
import {
  detectableAuc,
  detectableCohensD,
  detectableCohensH,
  detectableCramersV,
  detectableKs,
} from './power.ts';
import { numericTable } from './tables/joint-table-from.ts';
import { ksTwoSample } from './tests/ks/ks.ts';

describe('smallest detectable shifts', () => {
  test("equal Cohen's tables", () => {
    // Cohen (1988), table 2.4.1: d = 0.50 at two-sided 0.05 needs 64 a side for power 0.80.
    expect(detectableCohensD(64, 64).value).toBeCloseTo(0.5, 2);
    // scipy.stats.ncx2: nine degrees of freedom, N = 1503, power 0.8.
    expect(detectableCramersV(303, 1200, 10).value).toBeCloseTo(0.10204104002358048, 12);
    // The same for many categories, where the Poisson weights of the mixture begin below the smallest double.
    expect(detectableCramersV(300, 1_000_000, 3000).value).toBeCloseTo(0.014071461925944292, 12);
    expect(detectableCramersV(1000, 1000, 500).value).toBeCloseTo(0.2049560825067897, 12);
  });

  test('of a share: h = 0.2 needs 393 a side for power 0.80 (Cohen 1988, table 6.4.1)', () => {
    expect(detectableCohensH(392.4439867174543, 392.4439867174543).value).toBeCloseTo(0.2, 9);
    expect(detectableCohensH(1, 1).value).toBeLessThanOrEqual(Math.PI);
  });

  test('of an AUC: its deviation under no shift times z(0.95) + z(0.8), by scipy.stats.norm', () => {
    expect(detectableAuc(100, 100).value).toBeCloseTo(0.6017633694589223, 12);
    expect(detectableAuc(1, 1).value).toBe(1);
  });

  test('of KS are found by the test in at least the share that was asked for', () => {
    const { cohensD = 0 } = detectableKs(60, 90);
    const random = seededRandom(8);
    let found = 0;
    const rounds = 300;
    for (let round = 0; round < rounds; round++) {
      const sample = (n: number, shift: number): number[] =>
        Array.from({ length: n }, () => random.normal() + shift);
      const result = ok(ksTwoSample(numericTable(sample(60, 0), sample(90, cohensD))));
      if ((result.p ?? 1) < 0.05) found++;
    }
    expect(found / rounds).toBeGreaterThan(0.8 - 3 * Math.sqrt(0.16 / rounds));
  });

  test('shrink with n', () => {
    expect(detectableKs(1000, 1000).value).toBeLessThan(detectableKs(100, 100).value);
    expect(detectableKs(2, 2).value).toBe(1);
  });
});
