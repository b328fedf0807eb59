import { ByteCursor } from './byte-cursor.ts';

/** Values of a UBJSON or JSON document as XGBoost writes them. Objects have no prototype. */
export type DocumentValue =
  | null
  | boolean
  | number
  | string
  | DocumentValue[]
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array
  | DocumentObject;

export interface DocumentObject {
  [key: string]: DocumentValue;
}

const MAX_DEPTH = 64;
/**
 * Limit of lists and objects in a document, so that `[][][]…` cannot exhaust memory; 100,000 trees need two million.
 */
const MAX_CONTAINERS = 5_000_000;
const decoder = new TextDecoder('utf-8', { fatal: true });

const BIG_ENDIAN = false;

const marker = (code: number): string => String.fromCharCode(code);

function readInteger(cursor: ByteCursor, type: string): number {
  switch (type) {
    case 'i':
      return cursor.int8();
    case 'U':
      return cursor.uint8();
    case 'I':
      return cursor.int16(BIG_ENDIAN);
    case 'l':
      return cursor.int32(BIG_ENDIAN);
    case 'L':
      return Number(cursor.int64(BIG_ENDIAN));
    default:
      throw new RangeError(`a length of type "${type}" at byte ${cursor.position}`);
  }
}

/** A count or length: a non-negative integer of any width. */
function readLength(cursor: ByteCursor): number {
  const length = readInteger(cursor, marker(cursor.uint8()));
  if (length < 0) throw new RangeError(`a negative length at byte ${cursor.position}`);
  return length;
}

const readText = (cursor: ByteCursor): string => decoder.decode(cursor.take(readLength(cursor)));

/**
 * Element readers and widths of strongly typed arrays; with the width a length is checked before memory is allocated.
 */
const TYPED = {
  d: { width: 4, make: (n: number) => new Float32Array(n), read: (c: ByteCursor) => c.float32(BIG_ENDIAN) },
  D: { width: 8, make: (n: number) => new Float64Array(n), read: (c: ByteCursor) => c.float64(BIG_ENDIAN) },
  i: { width: 1, make: (n: number) => new Int8Array(n), read: (c: ByteCursor) => c.int8() },
  U: { width: 1, make: (n: number) => new Uint8Array(n), read: (c: ByteCursor) => c.uint8() },
  I: { width: 2, make: (n: number) => new Int16Array(n), read: (c: ByteCursor) => c.int16(BIG_ENDIAN) },
  l: { width: 4, make: (n: number) => new Int32Array(n), read: (c: ByteCursor) => c.int32(BIG_ENDIAN) },
  L: {
    width: 8,
    make: (n: number) => new Float64Array(n),
    read: (c: ByteCursor) => Number(c.int64(BIG_ENDIAN)),
  },
} as const;

const isTyped = (type: string): type is keyof typeof TYPED => Object.hasOwn(TYPED, type);

function readTypedArray(cursor: ByteCursor, type: string, length: number): DocumentValue {
  if (!isTyped(type)) throw new RangeError(`an array of unknown type "${type}" at byte ${cursor.position}`);
  const { width, make, read } = TYPED[type];
  if (length * width > cursor.remaining) {
    throw new RangeError(`an array of ${length} elements at byte ${cursor.position} is longer than the file`);
  }
  const values = make(length);
  for (let i = 0; i < length; i += 1) values[i] = read(cursor);
  return values;
}

/** Counts containers of one document. */
class Budget {
  #left = MAX_CONTAINERS;

  spend(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new RangeError(`it has more than ${MAX_CONTAINERS} lists and objects`);
  }
}

function readArray(cursor: ByteCursor, depth: number, budget: Budget): DocumentValue {
  budget.spend();
  let elementType: string | null = null;
  if (cursor.peek() === 0x24) {
    cursor.skip(1);
    elementType = marker(cursor.uint8());
  }
  if (cursor.peek() === 0x23) {
    cursor.skip(1);
    const length = readLength(cursor);
    if (elementType !== null) return readTypedArray(cursor, elementType, length);
    // Every element takes at least its own type byte.
    if (length > cursor.remaining)
      throw new RangeError(`an array at byte ${cursor.position} is longer than the file`);
    return Array.from({ length }, () => readValue(cursor, depth, budget));
  }
  if (elementType !== null) throw new RangeError(`a typed array without a length at byte ${cursor.position}`);
  const values: DocumentValue[] = [];
  while (cursor.peek() !== 0x5d) values.push(readValue(cursor, depth, budget));
  cursor.skip(1);
  return values;
}

function readObject(cursor: ByteCursor, depth: number, budget: Budget): DocumentObject {
  budget.spend();
  const result: DocumentObject = Object.create(null);
  if (cursor.peek() === 0x24)
    throw new RangeError(`a typed object at byte ${cursor.position} is not supported`);
  if (cursor.peek() === 0x23) {
    cursor.skip(1);
    const length = readLength(cursor);
    for (let i = 0; i < length; i += 1) {
      const key = readText(cursor);
      result[key] = readValue(cursor, depth, budget);
    }
    return result;
  }
  while (cursor.peek() !== 0x7d) {
    const key = readText(cursor);
    result[key] = readValue(cursor, depth, budget);
  }
  cursor.skip(1);
  return result;
}

function readValue(cursor: ByteCursor, depth: number, budget: Budget): DocumentValue {
  if (depth > MAX_DEPTH) throw new RangeError(`values are nested deeper than ${MAX_DEPTH}`);
  const type = marker(cursor.uint8());
  switch (type) {
    case '{':
      return readObject(cursor, depth + 1, budget);
    case '[':
      return readArray(cursor, depth + 1, budget);
    case 'S':
      return readText(cursor);
    case 'C':
      return marker(cursor.uint8());
    case 'Z':
      return null;
    case 'T':
      return true;
    case 'F':
      return false;
    case 'd':
      return cursor.float32(BIG_ENDIAN);
    case 'D':
      return cursor.float64(BIG_ENDIAN);
    case 'N':
      return readValue(cursor, depth + 1, budget);
    default:
      return readInteger(cursor, type);
  }
}

/**
 * Reads a UBJSON document (ubjson.org, draft 12; the part that XGBoost writes). Nesting is limited and no memory is
 * allocated for a length beyond the file. Throws a RangeError or TypeError that gives the position.
 */
export function readUbjson(bytes: Uint8Array): DocumentValue {
  return readValue(new ByteCursor(bytes), 0, new Budget());
}
