import { describe, expect, test } from 'vitest';
import { rounds } from '../../../tests/support/effort.ts';
import { testAgainstScipy } from '../../../tests/support/scipy-oracle.ts';
import { expectTail } from '../../../tests/support/tolerance.ts';
import { kolmogorovSurvival, smirnovSurvival } from './kolmogorov-distribution.ts';

// scipy.stats.kstwo.sf(d, n), SciPy 1.17.1: one value for each method behind it.
const SCIPY: readonly (readonly [d: number, n: number, survival: number])[] = [
  [0.06, 140, 0.6719092248862638],
  [0.3, 77, 1.2141422085211425e-6],
  [0.02, 5000, 0.03613941395325637],
  [0.004, 909_091, 4.632415254178339e-13],
  [0.01, 1_000_000, 2.7373304415481205e-87],
];

describe('kolmogorovSurvival', () => {
  testAgainstScipy('special', (entry) => {
    if (entry.fn === 'kstwo.sf')
      expectTail(kolmogorovSurvival(entry.d, entry.n), entry.value, JSON.stringify(entry));
  });

  testAgainstScipy('numeric', ({ n, m, expected }) => {
    expectTail(kolmogorovSurvival(expected.ks.statistic, Math.round((n * m) / (n + m))), expected.ks_asymp.p);
  });

  test.each(SCIPY)('is kstwo.sf(%d, %d) = %d', (d, n, survival) => {
    expectTail(kolmogorovSurvival(d, n), survival);
  });

  test('is exact for one observation: P(D > d) = 2(1 − d) from one half on', () => {
    expect(kolmogorovSurvival(0.75, 1)).toBeCloseTo(0.5, 15);
    expect(kolmogorovSurvival(0.5, 1)).toBe(1);
  });

  test('falls from 1 to 0 without a step between its methods', () => {
    const step = 3.7 / rounds(60, 185);
    for (const n of [10, 140, 141, 20_000, 100_001]) {
      let last = 1;
      for (let z = 0.3; z < 4; z += step) {
        const p = kolmogorovSurvival(z / Math.sqrt(n), n);
        expect(p).toBeLessThanOrEqual(last + 1e-12);
        // The density on this scale is below 1.7.
        expect(last - p).toBeLessThan(3 * step);
        last = p;
      }
    }
  });
});

describe('smirnovSurvival', () => {
  test('is 1 − d for one observation, and the law of two by hand', () => {
    expectTail(smirnovSurvival(0.3, 1), 0.7);
    // Birnbaum and Tingey for n = 2: (1 − d)² + 2d·(1/2 − d) while d is at most 1/2, (1 − d)² beyond.
    expectTail(smirnovSurvival(0.2, 2), 0.8 ** 2 + 2 * 0.2 * 0.3);
    expectTail(smirnovSurvival(0.7, 2), 0.3 ** 2);
  });

  test('is certain at 0 and impossible at 1', () => {
    expect(smirnovSurvival(0, 9)).toBe(1);
    expect(smirnovSurvival(1, 9)).toBe(0);
  });
});
