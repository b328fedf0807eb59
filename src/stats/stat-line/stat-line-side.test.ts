import { describe, expect, test } from 'vitest';
import { readSide } from './stat-line-side.ts';

describe('readSide', () => {
  test('keeps numbers, and counts nulls and what is too large to be finite as missing', () => {
    const side = readSide([1, null, JSON.parse('1e999'), -2.5], 'numeric', 'reference');
    expect(side).toMatchObject({ numbers: [1, -2.5], missing: 2 });
  });

  test('counts categories of any scalar, and keeps texts as they are', () => {
    expect(readSide(['a', true, 3, 'a', null], 'categorical', 'production')).toMatchObject({
      counts: new Map([
        ['a', 2],
        ['true', 1],
        ['3', 1],
      ]),
      missing: 1,
    });
    expect(readSide(['one two', 'x'], 'text', 'reference')).toMatchObject({
      texts: ['one two', 'x'],
      missing: 0,
    });
  });

  test('takes counts as they are', () => {
    expect(readSide({ counts: { a: 3, __proto__x: 0 } }, 'categorical', 'reference').counts).toEqual(
      new Map([
        ['a', 3],
        ['__proto__x', 0],
      ]),
    );
  });

  test.each([
    [{ counts: { a: 1 } }, 'numeric', /"reference" holds counts; a numeric feature needs a list/],
    [{ counts: [1] }, 'categorical', /"reference" must be a list of values, or/],
    [null, 'categorical', /"reference" must be a list of values, or/],
    [{ counts: { a: 1.5 } }, 'categorical', /reference\.counts\["a"\] must be a whole number/],
    [['1'], 'numeric', /reference\[0\] is "1"; a numeric feature holds numbers or null/],
    [[{}], 'text', /reference\[0\] must be a number, a string, a boolean or null/],
  ] as const)('refuses %j as a %s side', (value, type, message) => {
    expect(() => readSide(value, type, 'reference')).toThrow(message);
  });
});
