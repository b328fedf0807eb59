import { expect, test } from 'vitest';
import { notApplicable, notEnoughData } from './result.ts';

test('notEnoughData names the side that is short, the reference where both are', () => {
  expect(notEnoughData(1, 9, 5)).toEqual({
    status: 'not-enough-data',
    nReference: 1,
    nProduction: 9,
    minimum: 5,
    reason: 'fewer than 5 filled values in reference',
  });
  expect(notEnoughData(9, 0, 5).reason).toBe('fewer than 5 filled values in production');
  expect(notEnoughData(2, 1, 5).reason).toBe('fewer than 5 filled values in reference');
});

test('notApplicable carries its reason', () => {
  expect(notApplicable('no scale')).toEqual({ status: 'not-applicable', reason: 'no scale' });
});
