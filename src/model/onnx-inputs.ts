import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { inputError } from '../monitor-error.ts';

export type Runtime = typeof import('onnxruntime-node');
export type Feeds = InferenceSession.FeedsType;

/** One input of a model; a free dimension is null. */
export interface OnnxInput {
  readonly name: string;
  /** `float32`, `float64`, `int64`, `string`, … */
  readonly elementType: string;
  readonly shape: readonly (number | null)[];
}

/** Rows in row-major order, missing as NaN. */
export interface Rows {
  readonly values: Float32Array;
  readonly nRows: number;
  readonly nColumns: number;
}

const plainDimension = (dimension: number | string): number | null =>
  typeof dimension === 'number' ? dimension : null;

export const describeInput = (meta: InferenceSession.ValueMetadata): OnnxInput =>
  meta.isTensor
    ? { name: meta.name, elementType: meta.type, shape: meta.shape.map(plainDimension) }
    : { name: meta.name, elementType: 'not a tensor', shape: [] };

/** Number of columns by the inputs' shapes; null where these leave it open. */
export function widthOf(inputs: readonly OnnxInput[]): number | null {
  if (inputs.length > 1) return inputs.length;
  const shape = inputs[0]?.shape ?? [];
  return shape.length === 2 ? (shape[1] ?? null) : null;
}

/** Tensor of one input, in the element type of the model. */
function tensorFor(
  runtime: Runtime,
  path: string,
  input: OnnxInput,
  values: Float32Array,
  dims: number[],
): Tensor {
  switch (input.elementType) {
    case 'float32':
      return new runtime.Tensor('float32', values, dims);
    case 'float64':
      return new runtime.Tensor('float64', Float64Array.from(values), dims);
    case 'int64': {
      const whole = BigInt64Array.from(values, (v) => BigInt(Number.isNaN(v) ? 0 : Math.trunc(v)));
      return new runtime.Tensor('int64', whole, dims);
    }
    case 'int32':
      return new runtime.Tensor('int32', Int32Array.from(values), dims);
    default:
      throw inputError(
        'model-input-type',
        `${path}: input "${input.name}" holds ${input.elementType}; rows of numbers can only fill numeric inputs`,
      );
  }
}

/**
 * Input tensors for rows: one matrix, or one column for each input.
 *
 * @throws MonitorError where the widths differ or an input is not numeric.
 */
export function makeFeeds(runtime: Runtime, path: string, inputs: readonly OnnxInput[], rows: Rows): Feeds {
  const { values, nRows, nColumns } = rows;
  const only = inputs[0];
  if (inputs.length === 1 && only !== undefined) {
    const width = widthOf(inputs);
    if (width !== null && width !== nColumns) {
      throw inputError('model-columns', `${path}: takes ${width} columns a row, but was given ${nColumns}`);
    }
    const dims = only.shape.length === 1 ? [nRows * nColumns] : [nRows, nColumns];
    return { [only.name]: tensorFor(runtime, path, only, values, dims) };
  }
  if (inputs.length !== nColumns) {
    throw inputError(
      'model-columns',
      `${path}: has ${inputs.length} inputs, but was given ${nColumns} columns`,
    );
  }
  return Object.fromEntries(
    inputs.map((input, c) => {
      const column = Float32Array.from({ length: nRows }, (_, r) => values[r * nColumns + c] as number);
      return [
        input.name,
        tensorFor(runtime, path, input, column, input.shape.length === 1 ? [nRows] : [nRows, 1]),
      ];
    }),
  );
}
