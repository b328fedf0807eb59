import type { ByteCursor } from './byte-cursor.ts';
import { isDict, isList, isObject, type PickleValue } from './pickle-values.ts';

/** Bytes of one element from a dtype such as `<f8`, `|i1`, `<U12`. */
function elementBytes(dtype: PickleValue | undefined): number {
  const code = isObject(dtype) && isList(dtype.args) ? dtype.args.items[0] : undefined;
  const match = typeof code === 'string' ? /^[<>|=]?([biufcSUV?])(\d+)?$/.exec(code) : null;
  if (match === null) throw new RangeError(`an array of dtype ${String(code)} is not read`);
  const width = Number(match[2] ?? 1);
  return match[1] === 'U' ? width * 4 : width;
}

/**
 * Skips the raw array that joblib writes after a NumpyArrayWrapper (joblib/numpy_pickle.py): one byte of padding
 * length, the padding, then the elements. The arrays beside a booster (class labels) are not needed.
 */
export function skipJoblibArray(cursor: ByteCursor, state: PickleValue): void {
  if (!isDict(state)) throw new RangeError('an array without a description');
  const shape = state.entries.get('shape');
  if (!isList(shape)) throw new RangeError('an array without a shape');
  const count = shape.items.reduce<number>((product, dimension) => {
    if (typeof dimension !== 'number' || !(dimension >= 0))
      throw new RangeError('an array with a broken shape');
    return product * dimension;
  }, 1);
  const length = count * elementBytes(state.entries.get('dtype'));
  if (typeof state.entries.get('numpy_array_alignment_bytes') === 'number') cursor.skip(cursor.uint8());
  cursor.skip(length);
}
