import { expect, test } from 'vitest';
import { clopperPearson } from './clopper-pearson.ts';

// SciPy 1.17: binomtest(k, n).proportion_ci(method='exact').
test.each([
  [8, 10, 0.4439045376923585, 0.9747892736731665],
  [0, 5, 0, 0.5218237501049814],
  [5, 5, 0.47817624989501856, 1],
  [29, 30, 0.827830544366587, 0.9991564290733507],
])('%i of %i is SciPy’s', (successes, total, low, high) => {
  const [ours, above] = clopperPearson(successes, total);
  expect(Math.abs(ours - low)).toBeLessThan(1e-11);
  expect(Math.abs(above - high)).toBeLessThan(1e-11);
});

test('without trials nothing is known, and parts of a success move the limits', () => {
  expect(clopperPearson(0, 0)).toEqual([0, 1]);
  const [low, high] = clopperPearson(2.5, 10);
  expect(low).toBeGreaterThan(clopperPearson(2, 10)[0]);
  expect(high).toBeLessThan(clopperPearson(3, 10)[1]);
});
