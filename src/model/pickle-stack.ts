import type { PickleDict, PickleValue } from './pickle-values.ts';

const MARK = Symbol('mark');

export const pickleList = (items: PickleValue[]): PickleValue => ({ kind: 'list', items });
export const pickleDict = (): PickleDict => ({ kind: 'dict', entries: new Map() });

/** Stack and memo of a pickle machine. Throws a RangeError on underflow or an unknown memo index. */
export class PickleStack {
  readonly #items: (PickleValue | typeof MARK)[] = [];
  readonly #memo = new Map<number, PickleValue>();

  push(value: PickleValue): true {
    this.#items.push(value);
    return true;
  }

  mark(): true {
    this.#items.push(MARK);
    return true;
  }

  pop(): PickleValue {
    const value = this.#items.pop();
    if (value === undefined || value === MARK)
      throw new RangeError('its stack is empty where a value is needed');
    return value;
  }

  /** Drops a value or a mark. */
  drop(): true {
    this.#items.pop();
    return true;
  }

  top(): PickleValue {
    const value = this.#items.at(-1);
    if (value === undefined || value === MARK)
      throw new RangeError('its stack is empty where a value is needed');
    return value;
  }

  popToMark(): PickleValue[] {
    const at = this.#items.lastIndexOf(MARK);
    if (at < 0) throw new RangeError('a mark is missing');
    return this.#items.splice(at).slice(1) as PickleValue[];
  }

  /** Stores the top under an index, the next free one by default. */
  memoize(index: number = this.#memo.size): true {
    this.#memo.set(index, this.top());
    return true;
  }

  recall(index: number): true {
    const value = this.#memo.get(index);
    if (value === undefined) throw new RangeError(`memo entry ${index} was never stored`);
    return this.push(value);
  }
}
