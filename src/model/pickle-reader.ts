import { ByteCursor } from './byte-cursor.ts';
import { skipJoblibArray } from './joblib-array.ts';
import {
  isDict,
  isList,
  isObject,
  KNOWN_GLOBALS,
  type PickleDict,
  type PickleValue,
} from './pickle-values.ts';

/** Longest text line of the old protocols, and longest integer in bytes: far above any model, far below harm. */
const MAX_LINE = 10_000;
const MAX_LONG_BYTES = 64;
/** A model takes a few hundred opcodes; the limit keeps a file of nothing but empty lists from filling memory. */
const MAX_OPCODES = 1_000_000;
const LITTLE_ENDIAN = true;

const MARK = Symbol('mark');
type StackItem = PickleValue | typeof MARK;

const utf8 = new TextDecoder();
const latin1 = new TextDecoder('latin1');

const list = (items: PickleValue[]): PickleValue => ({ kind: 'list', items });
const dict = (): PickleDict => ({ kind: 'dict', entries: new Map() });

/** Little-endian two's complement integer of any width. */
function longFrom(bytes: Uint8Array): PickleValue {
  if (bytes.length > MAX_LONG_BYTES) throw new RangeError(`an integer of ${bytes.length} bytes`);
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(bytes[i] as number);
  const signed = BigInt.asIntN(bytes.length * 8, value);
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

/**
 * A pickle machine that builds data and runs nothing: classes are names, `REDUCE` and `NEWOBJ` record a class with
 * its arguments, `BUILD` records a state. Each opcode consumes at least a byte, and every length is checked against
 * the file, so time and memory are bounded.
 */
class PickleMachine {
  readonly #cursor: ByteCursor;
  #stack: StackItem[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(bytes: Uint8Array) {
    this.#cursor = new ByteCursor(bytes);
  }

  run(): PickleValue {
    for (let opcodes = 0; opcodes < MAX_OPCODES; opcodes += 1) {
      const at = this.#cursor.position;
      const code = this.#cursor.uint8();
      if (code === 0x2e) return this.#pop();
      if (!(this.#scalar(code) || this.#container(code) || this.#memory(code) || this.#classes(code))) {
        throw new RangeError(
          `the opcode 0x${code.toString(16).padStart(2, '0')} at byte ${at} is not one that a model needs`,
        );
      }
    }
    throw new RangeError(`it has more than ${MAX_OPCODES} opcodes; a model takes a few hundred`);
  }

  #push(value: StackItem): true {
    this.#stack.push(value);
    return true;
  }

  #pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK)
      throw new RangeError(`its stack is empty at byte ${this.#cursor.position}`);
    return value;
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK)
      throw new RangeError(`its stack is empty at byte ${this.#cursor.position}`);
    return value;
  }

  #popToMark(): PickleValue[] {
    const at = this.#stack.lastIndexOf(MARK);
    if (at < 0) throw new RangeError(`a mark is missing at byte ${this.#cursor.position}`);
    const items = this.#stack.splice(at);
    return items.slice(1) as PickleValue[];
  }

  /** Numbers, text and bytes. */
  #scalar(code: number): boolean {
    const c = this.#cursor;
    switch (code) {
      case 0x80: {
        const protocol = c.uint8();
        if (protocol > 5) throw new RangeError(`pickle protocol ${protocol} is newer than this reader (5)`);
        return true;
      }
      case 0x95:
        c.skip(8);
        return true;
      case 0x4e:
        return this.#push(null);
      case 0x88:
        return this.#push(true);
      case 0x89:
        return this.#push(false);
      case 0x4a:
        return this.#push(c.int32(LITTLE_ENDIAN));
      case 0x4b:
        return this.#push(c.uint8());
      case 0x4d:
        return this.#push(c.uint16(LITTLE_ENDIAN));
      case 0x8a:
        return this.#push(longFrom(c.take(c.uint8())));
      case 0x8b:
        return this.#push(longFrom(c.take(c.uint32(LITTLE_ENDIAN))));
      case 0x47:
        return this.#push(c.float64(false));
      case 0x8c:
        return this.#push(utf8.decode(c.take(c.uint8())));
      case 0x58:
        return this.#push(utf8.decode(c.take(c.uint32(LITTLE_ENDIAN))));
      case 0x8d:
        return this.#push(utf8.decode(c.take(c.length64(LITTLE_ENDIAN))));
      case 0x55:
        return this.#push(latin1.decode(c.take(c.uint8())));
      case 0x54:
        return this.#push(latin1.decode(c.take(c.uint32(LITTLE_ENDIAN))));
      case 0x43:
        return this.#push(c.take(c.uint8()));
      case 0x42:
        return this.#push(c.take(c.uint32(LITTLE_ENDIAN)));
      case 0x8e:
      case 0x96:
        return this.#push(c.take(c.length64(LITTLE_ENDIAN)));
      default:
        return this.#textScalar(code);
    }
  }

  /** The line-based opcodes of protocol 0. */
  #textScalar(code: number): boolean {
    const c = this.#cursor;
    switch (code) {
      case 0x49: {
        const text = c.line(MAX_LINE);
        return this.#push(text === '01' ? true : text === '00' ? false : Number(text));
      }
      case 0x4c:
        return this.#push(Number(c.line(MAX_LINE).replace(/L$/, '')));
      case 0x46:
        return this.#push(Number(c.line(MAX_LINE)));
      case 0x56:
      case 0x53:
        return this.#push(c.line(MAX_LINE).replace(/^(['"])(.*)\1$/, '$2'));
      default:
        return false;
    }
  }

  #container(code: number): boolean {
    switch (code) {
      case 0x28:
        return this.#push(MARK);
      case 0x5d:
      case 0x29:
      case 0x8f:
        return this.#push(list([]));
      case 0x7d:
        return this.#push(dict());
      case 0x6c:
      case 0x74:
      case 0x91:
        return this.#push(list(this.#popToMark()));
      case 0x85:
        return this.#push(list([this.#pop()]));
      case 0x86:
      case 0x87: {
        const items = Array.from({ length: code - 0x84 }, () => this.#pop());
        return this.#push(list(items.reverse()));
      }
      case 0x61:
        return this.#extend([this.#pop()]);
      case 0x65:
      case 0x90:
        return this.#extend(this.#popToMark());
      case 0x64: {
        const items = this.#popToMark();
        this.#push(dict());
        return this.#setItems(items);
      }
      case 0x73: {
        const value = this.#pop();
        return this.#setItems([this.#pop(), value]);
      }
      case 0x75:
        return this.#setItems(this.#popToMark());
      default:
        return false;
    }
  }

  #extend(items: readonly PickleValue[]): true {
    const target = this.#top();
    // An OrderedDict or list subclass takes items too; what they hold is not needed.
    if (isObject(target)) return true;
    if (!isList(target)) throw new RangeError(`items are added to no list at byte ${this.#cursor.position}`);
    for (const item of items) target.items.push(item);
    return true;
  }

  #setItems(items: readonly PickleValue[]): true {
    const target = this.#top();
    if (isObject(target)) return true;
    if (!isDict(target)) throw new RangeError(`items are set on no dict at byte ${this.#cursor.position}`);
    for (let i = 0; i + 1 < items.length; i += 2) {
      const key = items[i];
      if (typeof key === 'string') target.entries.set(key, items[i + 1] as PickleValue);
    }
    return true;
  }

  #memory(code: number): boolean {
    const c = this.#cursor;
    switch (code) {
      case 0x94:
        this.#memo.set(this.#memo.size, this.#top());
        return true;
      case 0x71:
        this.#memo.set(c.uint8(), this.#top());
        return true;
      case 0x72:
        this.#memo.set(c.uint32(LITTLE_ENDIAN), this.#top());
        return true;
      case 0x70:
        this.#memo.set(Number(c.line(MAX_LINE)), this.#top());
        return true;
      case 0x68:
        return this.#recall(c.uint8());
      case 0x6a:
        return this.#recall(c.uint32(LITTLE_ENDIAN));
      case 0x67:
        return this.#recall(Number(c.line(MAX_LINE)));
      case 0x30:
        this.#stack.pop();
        return true;
      case 0x31:
        this.#popToMark();
        return true;
      case 0x32:
        return this.#push(this.#top());
      default:
        return false;
    }
  }

  #recall(index: number): true {
    const value = this.#memo.get(index);
    if (value === undefined) throw new RangeError(`memo entry ${index} was never stored`);
    return this.#push(value);
  }

  #classes(code: number): boolean {
    const c = this.#cursor;
    switch (code) {
      case 0x63:
        return this.#global(c.line(MAX_LINE), c.line(MAX_LINE));
      case 0x93: {
        const name = this.#pop();
        const module = this.#pop();
        if (typeof name !== 'string' || typeof module !== 'string')
          throw new RangeError('a class name is no text');
        return this.#global(module, name);
      }
      case 0x52:
      case 0x81: {
        const args = this.#pop();
        return this.#instance(this.#pop(), args);
      }
      case 0x92: {
        this.#pop();
        const args = this.#pop();
        return this.#instance(this.#pop(), args);
      }
      case 0x62: {
        const state = this.#pop();
        return this.#build(state);
      }
      default:
        return false;
    }
  }

  #global(module: string, name: string): true {
    const full = `${module}.${name}`;
    if (!KNOWN_GLOBALS.has(full)) {
      throw new RangeError(
        `it refers to ${full.slice(0, 200)}, which no XGBoost model needs; nothing of it was run`,
      );
    }
    return this.#push({ kind: 'global', name: full });
  }

  #instance(called: PickleValue, args: PickleValue): true {
    if (typeof called !== 'object' || called === null || !('kind' in called) || called.kind !== 'global') {
      throw new RangeError(`it calls something that is no class at byte ${this.#cursor.position}`);
    }
    const first = isList(args) ? args.items[0] : undefined;
    // A bytearray of protocol < 5 is builtins.bytearray(bytes): the bytes are all there is to it.
    if (called.name.endsWith('.bytearray') && first instanceof Uint8Array) return this.#push(first);
    if (called.name === '_codecs.encode' && typeof first === 'string')
      return this.#push(Buffer.from(first, 'latin1'));
    const isReconstructor = called.name.endsWith('._reconstructor');
    const named = typeof first === 'object' && first !== null && 'kind' in first && first.kind === 'global';
    const className = isReconstructor && named ? first.name : called.name;
    return this.#push({ kind: 'object', className, args, state: null });
  }

  #build(state: PickleValue): true {
    const target = this.#top();
    if (!isObject(target)) throw new RangeError(`a state without an object at byte ${this.#cursor.position}`);
    target.state = state;
    if (target.className === 'joblib.numpy_pickle.NumpyArrayWrapper') skipJoblibArray(this.#cursor, state);
    return true;
  }
}

/**
 * Reads a pickle (protocols 0 to 5, as Python's pickletools describes them) as data. Nothing in it is executed.
 * Throws a RangeError for an opcode, class or length that a model has no use for.
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  return new PickleMachine(bytes).run();
}
