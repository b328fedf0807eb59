import { expect, test } from 'vitest';
import { logBinomialProbability } from '../distributions/binomial-probability.ts';
import { rateRatio } from './rate-ratio.ts';
import type { Cut, Part } from './top-rows.ts';

const part = (n: number, positives: number): Part => ({
  n,
  labelled: n,
  positives,
  squares: n,
  uncertain: 0,
});
/** Without what the place of the cut adds: the rates on both sides of it are those of the parts. */
const cut = (top: Part, rest: Part): Cut => ({
  threshold: 0.5,
  top,
  rest,
  share: top.n / (top.n + rest.n),
  rateAtCut: (top.positives + rest.positives) / (top.n + rest.n),
});

// Exact, by summing over every pair of numbers of hits.
test.each([
  [10, 90, 0.36, 0.071],
  [30, 270, 0.18, 0.091],
  [30, 70, 0.46, 0.231],
  [50, 50, 0.5, 0.1],
])('holds the ratio of %i and %i leads with rates %f and %f', (n, m, inside, outside) => {
  let [held, known] = [0, 0];
  for (let x = 0; x <= n; x++) {
    for (let y = 0; y <= m; y++) {
      const found = rateRatio(cut(part(n, x), part(m, y)), 'outcomes');
      if (found === undefined) continue;
      const weight = Math.exp(
        logBinomialProbability(x, n, inside, 1 - inside) + logBinomialProbability(y, m, outside, 1 - outside),
      );
      known += weight;
      const [low, high] = found.interval;
      if (low <= inside / outside && inside / outside <= high) held += weight;
    }
  }
  expect(held / known).toBeGreaterThan(0.935);
  expect(held / known).toBeLessThan(0.985);
});

test('has no upper end where the rest may hold no positive, and no lower one where the top may not', () => {
  expect(rateRatio(cut(part(10, 5), part(10, 0)), 'outcomes')).toMatchObject({ value: Infinity });
  expect(rateRatio(cut(part(10, 5), part(10, 0)), 'outcomes')?.interval[1]).toBe(Infinity);
  expect(rateRatio(cut(part(10, 0), part(10, 5)), 'outcomes')?.interval[0]).toBe(0);
  expect(rateRatio(cut(part(10, 0), part(10, 0)), 'outcomes')).toBeUndefined();
});
