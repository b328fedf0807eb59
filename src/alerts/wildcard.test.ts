import { expect, test } from 'vitest';
import { matchesWildcard } from './wildcard.ts';

test.each([
  ['abc', 'abc', true],
  ['abc', 'ab', false],
  ['abc', 'a*', true],
  ['abc', '*c', true],
  ['abc', 'a*c', true],
  ['abc', '*b*', true],
  ['aa', 'a*a', true],
  ['a', 'a*a', false],
  ['abcd', 'a*b*b*d', false],
  ['abcbbd', 'a*b*b*d', true],
  ['a.c', 'a.c', true],
  ['abc', 'a.c', false],
  ['', '*', true],
  ['a', '**', true],
])('%j and %j: %s', (name, pattern, expected) => expect(matchesWildcard(name, pattern)).toBe(expected));

test('a pattern of stars takes no time', () => {
  const start = performance.now();
  expect(matchesWildcard('a'.repeat(10_000), `${'*a'.repeat(5_000)}b`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
});
