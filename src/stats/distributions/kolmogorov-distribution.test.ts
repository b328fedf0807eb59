import { describe, expect, it } from 'vitest';
import { expectTail } from '../../../tests/support/tolerance.ts';
import { kolmogorovSurvival } from './kolmogorov-distribution.ts';

// scipy.stats.kstwo.sf(d, n), SciPy 1.17.1: one value for each method behind it.
const SCIPY: readonly (readonly [d: number, n: number, survival: number])[] = [
  [0.06, 140, 0.6719092248862638],
  [0.3, 77, 1.2141422085211425e-6],
  [0.02, 5000, 0.03613941395325637],
  [0.004, 909_091, 4.632415254178339e-13],
  [0.01, 1_000_000, 2.7373304415481205e-87],
];

describe('kolmogorovSurvival', () => {
  it.each(SCIPY)('is kstwo.sf(%d, %d) = %d', (d, n, survival) => {
    expectTail(kolmogorovSurvival(d, n), survival);
  });

  it('is exact for one observation: P(D > d) = 2(1 − d) from one half on', () => {
    expect(kolmogorovSurvival(0.75, 1)).toBeCloseTo(0.5, 15);
    expect(kolmogorovSurvival(0.5, 1)).toBe(1);
  });

  it('falls from 1 to 0 without a step between its methods', () => {
    for (const n of [10, 140, 141, 20_000, 100_001]) {
      let last = 1;
      for (let z = 0.3; z < 4; z += 0.02) {
        const p = kolmogorovSurvival(z / Math.sqrt(n), n);
        expect(p).toBeLessThanOrEqual(last + 1e-12);
        expect(last - p).toBeLessThan(0.06);
        last = p;
      }
    }
  });
});
