import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readUbjson } from './ubjson-reader.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

/** Documents below were written by hand from the UBJSON specification (draft 12). */
test('reads objects, lists, text and numbers, big-endian', () => {
  const value = readUbjson(
    bytes(
      '{',
      'i\x01a',
      'I\x01\x02',
      'i\x01b',
      '[',
      'i\xff',
      'U\xff',
      'D',
      [0x40, 4, 0, 0, 0, 0, 0, 0],
      'Z',
      'T',
      'F',
      ']',
      'U\x01c',
      'Si\x02hi',
      '}',
    ),
  );
  expect(value).toEqual({ a: 258, b: [-1, 255, 2.5, null, true, false], c: 'hi' });
});

test('reads typed and counted arrays', () => {
  expect(readUbjson(bytes('[$d#i\x02', [0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0]))).toEqual(
    new Float32Array([1, -2]),
  );
  expect(readUbjson(bytes('[$l#L', [0, 0, 0, 0, 0, 0, 0, 1], [0xff, 0xff, 0xff, 0xfe]))).toEqual(
    new Int32Array([-2]),
  );
  expect(readUbjson(bytes('[#i\x02', 'Si\x01a', 'i\x05'))).toEqual(['a', 5]);
});

test('a key called __proto__ is a member, not the prototype', () => {
  const value = readUbjson(bytes('{', 'i\x09__proto__', 'i\x01', '}')) as object;
  expect(Object.getPrototypeOf(value)).toBeNull();
  expect(Object.keys(value)).toEqual(['__proto__']);
});

test.each([
  [
    'an array of 10 GB',
    bytes('[$d#L', [0, 0, 0, 2, 0x54, 0x0b, 0xe4, 0], 'abcd'),
    /10000000000 elements .* longer than the file/,
  ],
  ['a text of 10 GB', bytes('SL', [0, 0, 0, 2, 0x54, 0x0b, 0xe4, 0], 'ab'), /10000000000 bytes wanted/],
  ['a negative length', bytes('Si\xff'), /negative length/],
  ['an untyped list that is too long', bytes('[#l\x7f\xff\xff\xff', 'i\x01'), /longer than the file/],
  ['deep nesting', bytes('['.repeat(100_000)), /nested deeper than 64/],
  ['deep no-ops', bytes('N'.repeat(100_000)), /nested deeper than 64/],
  ['a cut document', bytes('{', 'i\x01a'), /ends early/],
  ['an unknown type', bytes('?'), /type "\?"/],
  ['invalid UTF-8', bytes('Si\x01\xff'), /UTF-8|utf-8|encoded data/],
])('%s is refused', (_name, input, reason) => {
  expect(() => readUbjson(input)).toThrow(reason);
});

test('any bytes give a value or a plain error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => {
      try {
        readUbjson(bytes('{i\x01a[', [...tail]));
      } catch (error) {
        expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
      }
    }),
    { numRuns: 3000, seed: 7 },
  );
});
