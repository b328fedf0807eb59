import { expect, test } from 'vitest';
import { jsonPosition } from './json-position.ts';

const TEXT = `{
  "a": [1, {"b": "x\\"}", "c": [
    true
  ]}],
  "a": {"d": -1.5e3, "":null}
}`;

test.each<[PropertyKey[], number, number]>([
  [[], 1, 1],
  // Of a key given twice the last.
  [['a'], 5, 8],
  [['a', 'd'], 5, 14],
  [['a', ''], 5, 25],
  // What is not there: the deepest that is.
  [['a', 'e'], 5, 8],
  [['a', 'd', 0], 5, 14],
])('%j', (path, line, column) => {
  expect(jsonPosition(TEXT, path)).toEqual({ line, column });
});

test('within lists, among quotes and brackets in texts', () => {
  const text = '[ "]", ["}", {"k": ["\\\\", 7 ]}] ]';
  expect(jsonPosition(text, [1, 1, 'k', 1])).toEqual({ line: 1, column: text.indexOf('7') + 1 });
  expect(jsonPosition('\uFEFF {"a" : 2}', ['a'])).toEqual({ line: 1, column: 9 });
});
