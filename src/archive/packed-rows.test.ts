import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRows, unpackRows } from './packed-rows.ts';

test('like objects become one list of keys and their rows', () => {
  const points = [
    { start: 'a', n: 1 },
    { start: 'b', n: null },
    { start: 'c', n: 3 },
  ];
  expect(packRows({ points })).toEqual({
    points: {
      '@keys': ['start', 'n'],
      '@rows': [
        ['a', 1],
        ['b', null],
        ['c', 3],
      ],
    },
  });
});

test.each([
  [[{ a: 1 }, { a: 2 }]],
  [[{ a: 1 }, { a: 2 }, { b: 3 }]],
  [[1, 2, 3, 4]],
  [[{ a: 1 }, [2], null]],
])('lists that would not gain stay as they are: %j', (value) => {
  expect(packRows(value)).toEqual(value);
});

test('what was packed comes back, keys in their order', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      // JSON has no −0.
      const json = JSON.parse(JSON.stringify(value));
      expect(JSON.stringify(unpackRows(packRows(json)))).toBe(JSON.stringify(json));
    }),
  );
});

test('a list of records with nested lists comes back', () => {
  const inner = [{ x: 1 }, { x: 2 }, { x: 3 }];
  const value = [
    { name: 'a', inner },
    { name: 'b', inner: [] },
    { name: 'c', inner },
  ];
  expect(unpackRows(packRows(value))).toEqual(value);
});
