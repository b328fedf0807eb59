import { expect, test } from 'vitest';
import { notApplicable, notEnoughData } from './result.ts';

test('notEnoughData names the side that is short, the reference where both are', () => {
  expect(notEnoughData(1, 9, 5)).toEqual({
    status: 'not-enough-data',
    nReference: 1,
    nProduction: 9,
    minimum: 5,
    reason: '1 filled value in reference; at least 5 needed',
  });
  expect(notEnoughData(9, 0, 5).reason).toBe('0 filled values in production; at least 5 needed');
  expect(notEnoughData(2, 1, 5).reason).toBe('2 filled values in reference; at least 5 needed');
});

test('notApplicable carries its reason', () => {
  expect(notApplicable('no scale')).toEqual({ status: 'not-applicable', reason: 'no scale' });
});
