import { ByteCursor } from './byte-cursor.ts';
import { skipJoblibArray } from './joblib-array.ts';
import { MAX_LINE, OP } from './pickle-opcodes.ts';
import { readScalar } from './pickle-scalars.ts';
import { PickleStack, pickleDict, pickleList } from './pickle-stack.ts';
import { isDict, isGlobal, isList, isObject, KNOWN_GLOBALS, type PickleValue } from './pickle-values.ts';

/** A model has a few hundred opcodes; the limit prevents a file of empty lists from exhausting memory. */
const MAX_OPCODES = 1_000_000;
const LITTLE_ENDIAN = true;

/**
 * A pickle machine that builds data and executes no code: classes are names, REDUCE and NEWOBJ record a class with its
 * arguments, BUILD records a state. Each opcode consumes at least a byte, and every length is checked against the file,
 * so time and memory are bounded.
 */
class PickleMachine {
  readonly #cursor: ByteCursor;
  readonly #stack = new PickleStack();

  constructor(bytes: Uint8Array) {
    this.#cursor = new ByteCursor(bytes);
  }

  run(): PickleValue {
    for (let opcodes = 0; opcodes < MAX_OPCODES; opcodes += 1) {
      const at = this.#cursor.position;
      const code = this.#cursor.uint8();
      if (code === OP.STOP) return this.#stack.pop();
      if (!this.#step(code)) {
        const hex = code.toString(16).padStart(2, '0');
        throw new RangeError(`the opcode 0x${hex} at byte ${at} is not one that a model needs`);
      }
    }
    throw new RangeError(`it has more than ${MAX_OPCODES} opcodes; a model takes a few hundred`);
  }

  /** Executes one opcode; false where it is unknown. */
  #step(code: number): boolean {
    const scalar = readScalar(code, this.#cursor);
    if (scalar !== undefined) return this.#stack.push(scalar);
    return this.#framing(code) || this.#container(code) || this.#memory(code) || this.#classes(code);
  }

  #framing(code: number): boolean {
    if (code === OP.FRAME) {
      this.#cursor.skip(8);
      return true;
    }
    if (code !== OP.PROTO) return false;
    const protocol = this.#cursor.uint8();
    if (protocol > 5) throw new RangeError(`pickle protocol ${protocol} is newer than this reader (5)`);
    return true;
  }

  #container(code: number): boolean {
    const stack = this.#stack;
    switch (code) {
      case OP.MARK:
        return stack.mark();
      case OP.EMPTY_LIST:
      case OP.EMPTY_TUPLE:
      case OP.EMPTY_SET:
        return stack.push(pickleList([]));
      case OP.EMPTY_DICT:
        return stack.push(pickleDict());
      case OP.LIST:
      case OP.TUPLE:
      case OP.FROZENSET:
        return stack.push(pickleList(stack.popToMark()));
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const items = Array.from({ length: code - OP.TUPLE1 + 1 }, () => stack.pop());
        return stack.push(pickleList(items.reverse()));
      }
      case OP.APPEND:
        return this.#extend([stack.pop()]);
      case OP.APPENDS:
      case OP.ADDITEMS:
        return this.#extend(stack.popToMark());
      case OP.DICT: {
        const items = stack.popToMark();
        stack.push(pickleDict());
        return this.#setItems(items);
      }
      case OP.SETITEM: {
        const value = stack.pop();
        return this.#setItems([stack.pop(), value]);
      }
      case OP.SETITEMS:
        return this.#setItems(stack.popToMark());
      default:
        return false;
    }
  }

  #extend(items: readonly PickleValue[]): true {
    const target = this.#stack.top();
    // A list subclass takes items too; its contents are not needed.
    if (isObject(target)) return true;
    if (!isList(target)) throw new RangeError(`items are added to no list at byte ${this.#cursor.position}`);
    for (const item of items) target.items.push(item);
    return true;
  }

  #setItems(items: readonly PickleValue[]): true {
    const target = this.#stack.top();
    if (isObject(target)) return true;
    if (!isDict(target)) throw new RangeError(`items are set on no dict at byte ${this.#cursor.position}`);
    for (let i = 0; i + 1 < items.length; i += 2) {
      const key = items[i];
      if (typeof key === 'string') target.entries.set(key, items[i + 1] as PickleValue);
    }
    return true;
  }

  #memory(code: number): boolean {
    const cursor = this.#cursor;
    const stack = this.#stack;
    switch (code) {
      case OP.MEMOIZE:
        return stack.memoize();
      case OP.BINPUT:
        return stack.memoize(cursor.uint8());
      case OP.LONG_BINPUT:
        return stack.memoize(cursor.uint32(LITTLE_ENDIAN));
      case OP.PUT:
        return stack.memoize(Number(cursor.line(MAX_LINE)));
      case OP.BINGET:
        return stack.recall(cursor.uint8());
      case OP.LONG_BINGET:
        return stack.recall(cursor.uint32(LITTLE_ENDIAN));
      case OP.GET:
        return stack.recall(Number(cursor.line(MAX_LINE)));
      case OP.POP:
        return stack.drop();
      case OP.POP_MARK:
        stack.popToMark();
        return true;
      case OP.DUP:
        return stack.push(stack.top());
      default:
        return false;
    }
  }

  #classes(code: number): boolean {
    const stack = this.#stack;
    switch (code) {
      case OP.GLOBAL:
        return this.#global(this.#cursor.line(MAX_LINE), this.#cursor.line(MAX_LINE));
      case OP.STACK_GLOBAL: {
        const name = stack.pop();
        const module = stack.pop();
        if (typeof name !== 'string' || typeof module !== 'string')
          throw new RangeError('a class name is no text');
        return this.#global(module, name);
      }
      case OP.NEWOBJ_EX:
        stack.pop();
        return this.#instance();
      case OP.REDUCE:
      case OP.NEWOBJ:
        return this.#instance();
      case OP.BUILD:
        return this.#build(stack.pop());
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
    return this.#stack.push({ kind: 'global', name: full });
  }

  #instance(): true {
    const args = this.#stack.pop();
    const called = this.#stack.pop();
    if (!isGlobal(called))
      throw new RangeError(`it calls something that is no class at byte ${this.#cursor.position}`);
    const first = isList(args) ? args.items[0] : undefined;
    // Before protocol 5 a bytearray is builtins.bytearray(bytes), so its value is the bytes.
    if (called.name.endsWith('.bytearray') && first instanceof Uint8Array) return this.#stack.push(first);
    if (called.name === '_codecs.encode' && typeof first === 'string') {
      return this.#stack.push(Buffer.from(first, 'latin1'));
    }
    const isReconstructor = called.name.endsWith('._reconstructor');
    const className = isReconstructor && isGlobal(first) ? first.name : called.name;
    return this.#stack.push({ kind: 'object', className, args, state: null });
  }

  #build(state: PickleValue): true {
    const target = this.#stack.top();
    if (!isObject(target)) throw new RangeError(`a state without an object at byte ${this.#cursor.position}`);
    target.state = state;
    if (target.className === 'joblib.numpy_pickle.NumpyArrayWrapper') skipJoblibArray(this.#cursor, state);
    return true;
  }
}

/**
 * Reads a pickle (protocols 0 to 5, as Python's pickletools describes them) as data. Nothing in it is executed. Throws
 * a RangeError for an opcode, class or length that no model needs.
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  return new PickleMachine(bytes).run();
}
