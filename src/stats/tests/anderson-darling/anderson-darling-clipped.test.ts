import { expect, test } from 'vitest';
import { expectScipy } from '../../../../tests/support/tolerance.ts';
import { clippedAndersonP } from './anderson-darling-clipped.ts';

// scipy.stats.anderson_ksamp of ten whole numbers against the same ones moved by 0, 3 and 20, SciPy 1.17.1.
test.each([
  [-1.4363560826434034, 0.25],
  [1.834993178565237, 0.05689302523901173],
  [9.85747217001257, 0.001],
])('clippedAndersonP of %d is %d, which never leaves 0.001 to 0.25', (statistic, p) => {
  expectScipy(clippedAndersonP(statistic), p);
});

test('clippedAndersonP falls with the statistic', () => {
  const ps = Array.from({ length: 60 }, (_, i) => clippedAndersonP(i / 10));
  expect(ps).toEqual(ps.toSorted((a, b) => b - a));
});
