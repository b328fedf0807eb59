import { expect, test } from 'vitest';
import { type Cell, groupingOf, type SplitFeature } from './groups.ts';

const feature = (given: Partial<SplitFeature>): SplitFeature => ({
  name: 'x',
  shown: 'x',
  slug: 'x',
  numeric: false,
  declared: false,
  cuts: null,
  ...given,
});

test('groups the commonest categories; rare and missing ones are in none, nothing private is a name', () => {
  const cells: Cell[] = ['b', 'b', 'a', 'a', 'a', 'rare', null, 'jo@example.com', 'al@example.com'];
  const { names, groupOf } = groupingOf(feature({}), cells, 2);
  expect(names).toEqual(['a', '(e-mail)', 'b']);
  expect(['a', 'b', 'rare', null, 'x@example.com'].map(groupOf)).toEqual([0, 2, -1, -1, 1]);
});

test('groups numbers by quartiles with rounded ends, and numbers in strings alike', () => {
  const cells = Array.from({ length: 400 }, (_, i) => 1_950.123 + i / 5.3);
  const { names, groupOf } = groupingOf(feature({ numeric: true }), cells, 5);
  expect(names).toEqual(['below 1969', '1969 to below 1988', '1988 to below 2007', '2007 or more']);
  expect([1900, '1969', 1987.9, 2007, 'x', null].map(groupOf)).toEqual([0, 1, 1, 3, -1, -1]);
});

test('has no range for a constant', () => {
  expect(groupingOf(feature({ numeric: true }), [3, 3, 3], 1).names).toEqual([]);
});
