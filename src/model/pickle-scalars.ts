import type { ByteCursor } from './byte-cursor.ts';
import { MAX_LINE, OP } from './pickle-opcodes.ts';
import type { PickleValue } from './pickle-values.ts';

const MAX_LONG_BYTES = 64;
const LITTLE_ENDIAN = true;

const utf8 = new TextDecoder();
const latin1 = new TextDecoder('latin1');

/** Little-endian two's complement integer of any width. */
function longFrom(bytes: Uint8Array): PickleValue {
  if (bytes.length > MAX_LONG_BYTES) throw new RangeError(`an integer of ${bytes.length} bytes`);
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(bytes[i] as number);
  const signed = BigInt.asIntN(bytes.length * 8, value);
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

function integerLine(text: string): PickleValue {
  if (text === '01') return true;
  return text === '00' ? false : Number(text);
}

/** The line-based scalars of protocol 0. */
function readTextScalar(code: number, cursor: ByteCursor): PickleValue | undefined {
  switch (code) {
    case OP.INT:
      return integerLine(cursor.line(MAX_LINE));
    case OP.LONG:
      return Number(cursor.line(MAX_LINE).replace(/L$/, ''));
    case OP.FLOAT:
      return Number(cursor.line(MAX_LINE));
    case OP.UNICODE:
    case OP.STRING:
      return cursor.line(MAX_LINE).replace(/^(['"])(.*)\1$/, '$2');
    default:
      return undefined;
  }
}

/** Number, text or bytes of a scalar opcode; undefined for other opcodes. */
export function readScalar(code: number, cursor: ByteCursor): PickleValue | undefined {
  switch (code) {
    case OP.NONE:
      return null;
    case OP.NEWTRUE:
      return true;
    case OP.NEWFALSE:
      return false;
    case OP.BININT:
      return cursor.int32(LITTLE_ENDIAN);
    case OP.BININT1:
      return cursor.uint8();
    case OP.BININT2:
      return cursor.uint16(LITTLE_ENDIAN);
    case OP.LONG1:
      return longFrom(cursor.take(cursor.uint8()));
    case OP.LONG4:
      return longFrom(cursor.take(cursor.uint32(LITTLE_ENDIAN)));
    case OP.BINFLOAT:
      return cursor.float64(false);
    case OP.SHORT_BINUNICODE:
      return utf8.decode(cursor.take(cursor.uint8()));
    case OP.BINUNICODE:
      return utf8.decode(cursor.take(cursor.uint32(LITTLE_ENDIAN)));
    case OP.BINUNICODE8:
      return utf8.decode(cursor.take(cursor.length64(LITTLE_ENDIAN)));
    case OP.SHORT_BINSTRING:
      return latin1.decode(cursor.take(cursor.uint8()));
    case OP.BINSTRING:
      return latin1.decode(cursor.take(cursor.uint32(LITTLE_ENDIAN)));
    case OP.SHORT_BINBYTES:
      return cursor.take(cursor.uint8());
    case OP.BINBYTES:
      return cursor.take(cursor.uint32(LITTLE_ENDIAN));
    case OP.BINBYTES8:
    case OP.BYTEARRAY8:
      return cursor.take(cursor.length64(LITTLE_ENDIAN));
    default:
      return readTextScalar(code, cursor);
  }
}
