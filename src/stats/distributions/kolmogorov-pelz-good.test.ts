import { expect, test } from 'vitest';
import { pelzGoodCdf } from './kolmogorov-pelz-good.ts';

// scipy.stats.kstwo.cdf(d, n), SciPy 1.17.1; from n = 100,001 on it takes this expansion too.
test.each([
  [0.0015, 909_091, 0.9665855898005105],
  [0.002, 1_000_000, 0.9993299722896588],
  [0.004, 200_000, 0.9966857871924534],
])('pelzGoodCdf is kstwo.cdf(%d, %d) = %d', (d, n, cdf) => {
  expect(pelzGoodCdf(d, n)).toBeCloseTo(cdf, 12);
});

test('pelzGoodCdf meets the exact matrix form where n is smaller, to what its n^(−3/2) terms leave', () => {
  expect(pelzGoodCdf(0.03, 1000)).toBeCloseTo(0.6773097856085364, 6);
  expect(pelzGoodCdf(0.1, 200)).toBeCloseTo(0.9658896491968462, 4);
});

test('pelzGoodCdf is 0 where d is so small that its first factor vanishes', () => {
  expect(pelzGoodCdf(1e-5, 1000)).toBe(0);
});
