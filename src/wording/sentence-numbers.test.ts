import { expect, test } from 'vitest';
import { formatCount, percent, plural, significant } from './sentence-numbers.ts';

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.4883, '48.8 %'],
  [0.0004, '0.04 %'],
  [0.99996, '99.996 %'],
])('a share of %d is %s', (share, text) => expect(percent(share)).toBe(text));

test.each([
  [0.4004, [0.15, 0.4], '40.04 %'],
  [0.4, [0.15, 0.4], '40 %'],
  [0.98996, [0.99, 0.95], '98.996 %'],
  [0.955, [0.99, 0.95], '95.5 %'],
  [0.29, [0.29], '29 %'],
  [0.5, [], '50 %'],
])('a share of %d against %j is %s', (share, limits, text) => {
  expect(percent(share, limits)).toBe(text);
});

test('counts, plurals and numbers', () => {
  expect([0, 999, 1_000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect([plural(1, 'row'), plural(2, 'row'), plural(2, 'entry', 'entries')]).toEqual([
    '1 row',
    '2 rows',
    '2 entries',
  ]);
  expect([0, 0.17649, 105.4, 1e-12].map((value) => significant(value))).toEqual([
    '0',
    '0.176',
    '105',
    '1.0 × 10⁻¹²',
  ]);
});
