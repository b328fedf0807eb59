import { expect, test } from 'vitest';
import { representationChange } from './representation.ts';

const RULE = { k: 5, rounded: false };

/** [category, leads of the reference, leads of production]. */
function change(...rows: readonly (readonly [string, number, number])[]) {
  return representationChange(
    {
      kind: 'categorical',
      categories: rows.map(([name]) => name),
      reference: Float64Array.from(rows, ([, reference]) => reference),
      production: Float64Array.from(rows, ([, , production]) => production),
    },
    RULE,
  );
}

test('numbers where the reference holds ranges are named with both forms', () => {
  expect(change(['11-50', 60, 20], ['51-200', 40, 20], ['37', 0, 40], ['80', 0, 20])).toEqual({
    reference: '11-50',
    production: '37',
    share: 0.6,
  });
});

test('values of fewer than k leads are named by their form alone', () => {
  const numbers = Array.from({ length: 30 }, (_, i) => [`${i + 1}`, 0, 2] as const);
  expect(change(['11-50', 60, 0], ['51+', 40, 0], ...numbers)).toEqual({
    reference: '11-50',
    production: 'a number',
    share: 1,
  });
});

test('other letters and spaces for the same category are another form', () => {
  expect(change(['France', 60, 30], ['FRANCE ', 0, 30], ['United Kingdom', 20, 0])).toEqual({
    reference: 'France',
    production: 'FRANCE',
    share: 0.5,
  });
});

type Row = readonly [string, number, number];
const NONE: readonly (readonly [string, readonly Row[]])[] = [
  [
    'the same values',
    [
      ['11-50', 60, 60],
      ['51-200', 40, 40],
    ],
  ],
  [
    'new words among words',
    [
      ['France', 60, 30],
      ['Japan', 0, 30],
    ],
  ],
  [
    'words among ranges, which are new categories',
    [
      ['11-50', 60, 30],
      ['unknown', 0, 30],
    ],
  ],
  [
    'a new range among ranges',
    [
      ['11-50', 60, 30],
      ['5000+', 0, 30],
    ],
  ],
  [
    'fewer than k leads',
    [
      ['11-50', 60, 30],
      ['37', 0, 4],
    ],
  ],
  [
    'a reference of several forms',
    [
      ['11-50', 50, 30],
      ['37', 50, 0],
      ['38', 0, 30],
    ],
  ],
  ['no reference', [['37', 0, 30]]],
];
test.each(NONE)('%s are none', (_, rows) => {
  expect(change(...rows)).toBeNull();
});
