import { expect, test } from 'vitest';
import { rankShares, valueCodes } from './mixed-values.ts';

test('valueCodes numbers distinct values, null among them', () => {
  const { codes, counts } = valueCodes(['a', null, 'b', 'a', null, 'a']);
  expect([...codes]).toEqual([0, 1, 2, 0, 1, 0]);
  expect(counts).toEqual([3, 2, 1]);
});

test('rankShares are midranks over the filled values', () => {
  // 10, 20, 20, 1000 of four filled values: (0 + 1)/2/4, (1 + 3)/2/4 twice, (3 + 4)/2/4.
  expect([...rankShares([20, 10, null, 1000, 20])]).toEqual([0.5, 0.125, 0, 0.875, 0.5]);
});
