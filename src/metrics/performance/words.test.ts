import { expect, test } from 'vitest';
import { sizeOfFall } from './words.ts';

test('a fall of a share is told in points, since a fall by 3 % may be meant of the share or of 100 %', () => {
  expect(sizeOfFall(false, 0.03)).toBe('3 points');
  expect(sizeOfFall(false, 0.036)).toBe('3.6 points');
  expect(sizeOfFall(true, 0.47)).toBe('0.47');
});
