import { expect, test } from 'vitest';
import { above, atLeast, atMost, below } from './evidently-rule.ts';

test('the four comparisons differ at the threshold itself', () => {
  const around = (rule: (score: number, threshold: number) => boolean) =>
    [0.04, 0.05, 0.06].map((score) => rule(score, 0.05));
  expect(around(below)).toEqual([true, false, false]);
  expect(around(atMost)).toEqual([true, true, false]);
  expect(around(atLeast)).toEqual([false, true, true]);
  expect(around(above)).toEqual([false, false, true]);
});
