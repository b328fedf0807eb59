import { expect, test } from 'vitest';
import { nameHash } from './name-hash.ts';

test.each([
  ['', '811c9dc5'],
  ['a', 'e40c292c'],
  ['foobar', 'bf9cf968'],
])('the hash of "%s" is that of the published test vectors', (name, hash) => {
  expect(nameHash(name)).toBe(hash);
});

test('letters beyond ASCII are hashed as UTF-8', () => {
  expect(nameHash('é')).not.toBe(nameHash('e'));
});
