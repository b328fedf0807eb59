import { expect, test } from 'vitest';
import { leadsToCall } from './leads-to-call.ts';

test('is one over the precision, ends exchanged', () => {
  expect(leadsToCall({ value: 0.5, interval: [0.25, 0.8] })).toEqual({ value: 2, interval: [1.25, 4] });
  expect(leadsToCall({ value: 0.1, interval: [0, 0.4] })?.interval).toEqual([2.5, Infinity]);
  expect(leadsToCall({ value: 0, interval: [0, 0.4] })).toBeUndefined();
});
