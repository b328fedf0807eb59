import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPickle } from './pickle-reader.ts';

/** Pickles below were written by hand from the opcode table of Python's pickletools. */
const bytes = (...parts: (string | number[] | Uint8Array)[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

const short = (text: string): Uint8Array => bytes([0x8c, text.length], text);

test('reads scalars, containers and memo of protocol 4', () => {
  // {'a': [1, -2, 2.5, None, True, 'x'], 'b': <the same list again>}
  const value = readPickle(
    bytes(
      [0x80, 4],
      '}(',
      short('a'),
      ']',
      [0x94],
      '(',
      'K\x01',
      'J\xfe\xff\xff\xff',
      'G',
      [0x40, 4, 0, 0, 0, 0, 0, 0],
      'N',
      [0x88],
      short('x'),
      'e',
      short('b'),
      'h\x00',
      'u.',
    ),
  );
  const list = { kind: 'list', items: [1, -2, 2.5, null, true, 'x'] };
  expect(value).toEqual({
    kind: 'dict',
    entries: new Map([
      ['a', list],
      ['b', list],
    ]),
  });
});

test('reads protocol 0 text opcodes', () => {
  // pickle.dumps((1, True, 'hi', 2.0), 0) with byte strings
  expect(readPickle(bytes("(I1\nI01\nS'hi'\nF2.0\nt."))).toEqual({ kind: 'list', items: [1, true, 'hi', 2] });
});

test('an object is its class name and state; nothing is made or called', () => {
  const value = readPickle(
    bytes(
      [0x80, 4],
      short('xgboost.core'),
      short('Booster'),
      [0x93],
      ')',
      [0x81],
      '}',
      short('n'),
      'K\x05',
      'sb.',
    ),
  );
  expect(value).toEqual({
    kind: 'object',
    className: 'xgboost.core.Booster',
    args: { kind: 'list', items: [] },
    state: { kind: 'dict', entries: new Map([['n', 5]]) },
  });
});

test.each([
  ['os.system', "cos\nsystem\n(S'touch /tmp/owned'\ntR."],
  ['builtins.eval', "cbuiltins\neval\n(S'1+1'\ntR."],
  ['posix.system', '\x80\x04\x8c\x05posix\x8c\x06system\x93.'],
  ['sklearn.pipeline.Pipeline', 'csklearn.pipeline\nPipeline\n.'],
])('a pickle that names %s is refused by that name', (name, text) => {
  expect(() => readPickle(bytes(text))).toThrow(
    `it refers to ${name}, which no XGBoost model needs; nothing of it was run`,
  );
});

test.each([
  ['a persistent id', 'Pabc\n.', /opcode 0x50 at byte 0/],
  ['INST', '(ios\nsystem\n.', /opcode 0x69 at byte 1/],
  ['an extension', '\x82\x01.', /opcode 0x82/],
  ['a newer protocol', '\x80\x09.', /protocol 9/],
  ['a length of 10 GB', '\x8e\x00\xe4\x0b\x54\x02\x00\x00\x00abc', /10000000000 bytes wanted/],
  ['a length of 2^64 - 1', '\x8d\xff\xff\xff\xff\xff\xff\xff\xffabc', /ends early/],
  ['a text of 4 GB', 'X\xff\xff\xff\xffabc', /ends early/],
  ['a huge integer', `\x8b\x00\x01\x00\x00${'a'.repeat(256)}`, /integer of 256 bytes/],
  ['no end', '\x80\x04}', /ends early/],
  ['an empty stack', '.', /stack is empty/],
  ['a missing mark', ']e.', /mark is missing/],
  ['an unknown memo', 'h\x07.', /memo entry 7/],
  ['a state without object', 'K\x01}b.', /state without an object/],
  ['calling a text', `\x8c\x01x)R.`, /calls something that is no class/],
])('%s is refused', (_name, text, reason) => {
  expect(() => readPickle(bytes(text))).toThrow(reason);
});

test('a file of nothing but nested lists ends at the limit of opcodes, without recursion', () => {
  const nested = Buffer.concat([Buffer.alloc(300_000, ']'), Buffer.alloc(299_999, 'a'), Buffer.from('.')]);
  expect(readPickle(nested)).toMatchObject({ kind: 'list' });
  expect(() => readPickle(Buffer.alloc(2_000_000, ']'))).toThrow(/more than 1000000 opcodes/);
});

test('a list that holds itself does no harm', () => {
  const value = readPickle(bytes(']', [0x94], 'h\x00a.')) as { items: unknown[] };
  expect(value.items[0]).toBe(value);
});

test('skips the raw array that joblib writes after its wrapper', () => {
  const wrapper = bytes(
    short('joblib.numpy_pickle'),
    short('NumpyArrayWrapper'),
    [0x93],
    ')',
    [0x81],
    '}(',
    short('shape'),
    'K\x02',
    [0x85],
    short('dtype'),
    short('numpy'),
    short('dtype'),
    [0x93],
    short('i8'),
    [0x85],
    'R',
    short('numpy_array_alignment_bytes'),
    'K\x10',
    'ub',
  );
  // One byte gives the padding length, 3; after the padding follow two 8-byte integers, then the pickle continues.
  const value = readPickle(
    bytes([0x80, 4], ']', wrapper, [3], 'ppp', new Uint8Array(16), 'a', 'K\x07', 'a.'),
  );
  expect(value).toMatchObject({ items: [{ className: 'joblib.numpy_pickle.NumpyArrayWrapper' }, 7] });
});

test('any bytes give a value or a plain error, never a hang or a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (input) => {
      try {
        readPickle(input);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 3000, seed: 7 },
  );
});
