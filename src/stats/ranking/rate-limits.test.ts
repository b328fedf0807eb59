import { expect, test } from 'vitest';
import { logBinomialProbability } from '../distributions/binomial-probability.ts';
import { effectiveLeads, rateInterval, rateLimits, steadyRate } from './rate-limits.ts';

const coverage = (n: number, p: number): number => {
  let sum = 0;
  for (let x = 0; x <= n; x++) {
    const [low, high] = rateInterval(x / n, n);
    if (low <= p && p <= high) sum += Math.exp(logBinomialProbability(x, n, p, 1 - p));
  }
  return sum;
};

// Exact, by summing over every number of hits.
test('holds the rate in 93 % of samples and more below 30 leads, in about 95 % from there', () => {
  const rates = Array.from({ length: 37 }, (_, i) => 0.05 + i * 0.025);
  for (const n of [5, 10, 20, 29]) {
    for (const p of rates) expect(coverage(n, p), `${n} leads, ${p}`).toBeGreaterThan(0.93);
  }
  for (const n of [30, 50, 100, 300]) {
    const covered = rates.map((p) => coverage(n, p));
    for (const each of covered) expect(each, `${n} leads`).toBeGreaterThan(0.92);
    const mean = covered.reduce((sum, each) => sum + each, 0) / covered.length;
    expect(mean, `${n} leads`).toBeGreaterThan(0.94);
    expect(mean, `${n} leads`).toBeLessThan(0.965);
  }
});

test('near 0 and 1, where Wilson’s covers as little as 85 %, the limit on that side is the exact one', () => {
  for (const n of [30, 100])
    for (const p of [0.98, 0.99, 0.995]) expect(coverage(n, p)).toBeGreaterThan(0.92);
});

test('a tie that is shared out counts for more leads than it fills places', () => {
  const tie = { n: 2, labelled: 2, positives: 1, squares: 1, uncertain: 0.25 };
  expect(effectiveLeads(tie)).toBe(4);
  expect(steadyRate(tie)).toBe(0.5);
  expect(steadyRate({ ...tie, positives: 0 })).toBe(0.1);
});

test('what is still to fall is within its standard error and half a lead', () => {
  const part = { n: 100, labelled: 100, positives: 20, squares: 100, uncertain: 16 };
  const [low, high] = rateLimits(part, 100, 'labels');
  expect(low).toBeCloseTo(0.2 - 1.959964 * 0.04 - 0.005, 6);
  expect(high).toBeCloseTo(0.2 + 1.959964 * 0.04 + 0.005, 6);
});
