import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { delayQuantile } from './reporting-delay.ts';

test('finds the quantile that recent predictions hide', () => {
  const random = seededRandom(5);
  // Exponential with mean 15 days: the 95 % quantile is 44.9 days. Leads of the last 90 days, more of them lately.
  const seen = Array.from({ length: 4_000 }, () => {
    const limit = 90 * random.uniform() ** 2;
    return { delay: -15 * Math.log(1 - random.uniform()), limit };
  }).filter(({ delay, limit }) => delay <= limit);
  const naive = seen.map(({ delay }) => delay).sort((a, b) => a - b)[Math.floor(seen.length * 0.95)] ?? 0;
  const found = delayQuantile(seen, 0.95) ?? 0;
  expect(naive).toBeLessThan(37);
  expect(found).toBeGreaterThan(40);
  expect(found).toBeLessThan(50);
});

test('is the plain quantile where nothing is hidden', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ delay: i + 1, limit: 1_000 }));
  expect(delayQuantile(rows, 0.95)).toBe(95);
  expect(delayQuantile(rows, 0.5)).toBe(50);
});

test('takes ties together, and knows nothing without rows', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ delay: i < 38 ? 2 : 9, limit: 30 }));
  expect(delayQuantile(rows, 0.95)).toBe(2);
  expect(delayQuantile(rows, 0.96)).toBe(9);
  expect(delayQuantile([], 0.95)).toBeUndefined();
});
