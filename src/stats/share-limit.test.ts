import { expect, test } from 'vitest';
import { seededRandom } from './distributions/random.ts';
import { shareLimit } from './share-limit.ts';

// scipy 1.17.1: binom.isf(alpha/2, next, beta.ppf(1 - alpha/2, events + 1, total - events)) / next.
test.each([
  [5, 100, 50, 0.01, 0.28],
  [0, 1000, 1000, 0.01, 0.012],
  [1, 1000, 240, 0.001, 0.0375],
  [300, 1000, 5000, 0.01, 0.356],
  [0, 180, 7, 0.05, 1 / 7],
  [100, 100, 10, 0.01, 1],
  [2, 40, 1_000_000, 0.01, 0.212821],
])('%i of %i, next %i rows, alpha %f: %f', (events, total, next, alpha, expected) => {
  expect(shareLimit(events, total, next, alpha)).toBeCloseTo(expected, 12);
});

test('nothing known, or no rows to come, limits nothing', () => {
  expect(shareLimit(0, 0, 100, 0.01)).toBe(1);
  expect(shareLimit(0, 100, 0, 0.01)).toBe(1);
});

test('rows of one population exceed it no more often than it says', () => {
  const { uniform } = seededRandom(7);
  const count = (n: number, rate: number): number =>
    Array.from({ length: n }, uniform).filter((draw) => draw < rate).length;
  for (const rate of [0.02, 0.3]) {
    const above = Array.from({ length: 2_000 }, () => {
      const limit = shareLimit(count(150, rate), 150, 80, 0.05);
      return count(80, rate) / 80 > limit;
    }).filter(Boolean).length;
    expect(above / 2_000).toBeLessThanOrEqual(0.05);
  }
});
