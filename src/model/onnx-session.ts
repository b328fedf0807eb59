import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { inputError } from '../monitor-error.ts';
import { assertAcyclicTrees, treeFeatureCount } from './onnx-checks.ts';
import { type ModelMetadata, parseModelMetadata } from './onnx-metadata.ts';
import { readMetadataProps, withoutZipMap } from './onnx-wire.ts';

type Runtime = typeof import('onnxruntime-node');
type Feeds = InferenceSession.FeedsType;

/** One input of a model; a dimension that the model leaves free is null. */
export interface OnnxInput {
  readonly name: string;
  /** `float32`, `float64`, `int64`, `string`, … */
  readonly elementType: string;
  readonly shape: readonly (number | null)[];
}

/** An open model. Rows are row-major; missing values are NaN. */
export interface OnnxSession {
  /** File name, without its folder. */
  readonly model: string;
  readonly inputs: readonly OnnxInput[];
  readonly metadata: ModelMetadata;
  /** All of `metadata_props`. */
  readonly properties: ReadonlyMap<string, string>;
  /** Columns of a row, null where neither shape nor metadata nor trees tell. */
  readonly nFeatures: number | null;
  /** Milliseconds to read the file and make the session, by the clock that was given. */
  readonly loadMs: number;
  readonly sizeBytes: number;
  /** Input tensors of the model for these rows. Throws MonitorError for inputs that rows of numbers cannot fill. */
  feed(rows: Float32Array, nRows: number, nColumns: number): Feeds;
  /** One call of the model. */
  run(feeds: Feeds): Promise<InferenceSession.ReturnType>;
  /** Probability of the positive class of each row. Throws MonitorError where the model has no such output. */
  scoreRows(rows: Float32Array, nRows: number, nColumns: number): Promise<Float64Array>;
  release(): Promise<void>;
}

/** A model larger than this is not read: protobuf itself ends at 2 GiB. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw inputError(
      'onnx-runtime-missing',
      `ONNX Runtime cannot be loaded on this machine (${messageOf(error)}): install the npm package onnxruntime-node for this platform`,
      error,
    );
  }
}

async function readModel(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw inputError('model-unreadable', `${path}: cannot be read (${messageOf(error)})`, error);
  }
  if (bytes.length === 0) throw inputError('model-empty', `${path}: is empty`);
  if (bytes.length > MAX_MODEL_BYTES) throw inputError('model-too-large', `${path}: is larger than 2 GiB`);
  return bytes;
}

const plainDimension = (dimension: number | string): number | null =>
  typeof dimension === 'number' ? dimension : null;

const describeInput = (meta: InferenceSession.ValueMetadata): OnnxInput =>
  meta.isTensor
    ? { name: meta.name, elementType: meta.type, shape: meta.shape.map(plainDimension) }
    : { name: meta.name, elementType: 'not a tensor', shape: [] };

/** Data of one input tensor in the type that the model asks for. */
function typed(path: string, input: OnnxInput, values: Float32Array): Tensor.DataType {
  switch (input.elementType) {
    case 'float32':
      return values;
    case 'float64':
      return Float64Array.from(values);
    case 'int64':
      return BigInt64Array.from(values, (v) => BigInt(Number.isNaN(v) ? 0 : Math.trunc(v)));
    case 'int32':
      return Int32Array.from(values);
    default:
      throw inputError(
        'model-input-type',
        `${path}: input "${input.name}" holds ${input.elementType}; rows of numbers can only fill numeric inputs`,
      );
  }
}

function makeFeeds(
  runtime: Runtime,
  path: string,
  inputs: readonly OnnxInput[],
  rows: Float32Array,
  nRows: number,
  nColumns: number,
): Feeds {
  const only = inputs[0];
  if (inputs.length === 1 && only !== undefined) {
    const width = only.shape[1];
    if (only.shape.length === 2 && width !== null && width !== undefined && width !== nColumns) {
      throw inputError('model-columns', `${path}: takes ${width} columns a row, but was given ${nColumns}`);
    }
    const dims = only.shape.length === 1 ? [nRows * nColumns] : [nRows, nColumns];
    return {
      [only.name]: new runtime.Tensor(
        only.elementType as 'float32',
        typed(path, only, rows) as Float32Array,
        dims,
      ),
    };
  }
  if (inputs.length !== nColumns) {
    throw inputError(
      'model-columns',
      `${path}: has ${inputs.length} inputs, but was given ${nColumns} columns`,
    );
  }
  return Object.fromEntries(
    inputs.map((input, c) => {
      const column = Float32Array.from({ length: nRows }, (_, r) => rows[r * nColumns + c] as number);
      const dims = input.shape.length === 1 ? [nRows] : [nRows, 1];
      return [
        input.name,
        new runtime.Tensor(input.elementType as 'float32', typed(path, input, column) as Float32Array, dims),
      ];
    }),
  );
}

const isFloat = (tensor: Tensor): boolean => tensor.type === 'float32' || tensor.type === 'float64';

/** Picks the positive class's column: `[N, 2]` first, else one value a row, an output named like "prob" before others. */
function positiveClass(path: string, outputs: InferenceSession.ReturnType, nRows: number): Float64Array {
  const floats = Object.entries(outputs).filter(([, tensor]) => isFloat(tensor));
  const ranked = [...floats.filter(([name]) => /prob/i.test(name)), ...floats];
  const pair = ranked.find(([, t]) => t.size === 2 * nRows && t.dims.at(-1) === 2);
  const single = ranked.find(([, t]) => t.size === nRows);
  const chosen = pair ?? single;
  if (chosen === undefined) {
    const shapes = Object.entries(outputs).map(([name, t]) => `${name} ${t.type}[${t.dims.join(', ')}]`);
    throw inputError(
      'model-output',
      `${path}: no output is the probability of one class (outputs: ${shapes.join('; ')}); a binary classifier is expected`,
    );
  }
  const [name, tensor] = chosen;
  const data = tensor.data as Float32Array | Float64Array;
  const step = chosen === pair ? 2 : 1;
  const scores = new Float64Array(nRows);
  for (let row = 0; row < nRows; row += 1) {
    const score = data[row * step + step - 1] as number;
    if (!(score >= -1e-6 && score <= 1 + 1e-6)) {
      throw inputError('model-output', `${path}: output "${name}" gave ${score}, which is not a probability`);
    }
    scores[row] = Math.min(1, Math.max(0, score));
  }
  return scores;
}

const widthOf = (inputs: readonly OnnxInput[]): number | null => {
  if (inputs.length > 1) return inputs.length;
  const shape = inputs[0]?.shape ?? [];
  return shape.length === 2 ? (shape[1] ?? null) : null;
};

/**
 * Opens an ONNX model with one thread on the CPU, so that figures from machines with different core counts compare.
 * Tree ensembles are checked for cycles before the runtime sees them, because it would walk them for ever.
 * Throws MonitorError (exit 3) with the reason where the file cannot be read, is not ONNX, or is refused.
 */
export async function openOnnxModel(
  path: string,
  options: { clock?: () => number } = {},
): Promise<OnnxSession> {
  const clock = options.clock ?? (() => performance.now());
  const runtime = await loadRuntime();
  const started = clock();
  const bytes = await readModel(path);
  const afterRead = clock();
  let props: ReadonlyMap<string, string>;
  let runnable: Uint8Array | null;
  try {
    props = readMetadataProps(bytes);
    runnable = withoutZipMap(bytes);
    assertAcyclicTrees(bytes);
  } catch (error) {
    throw inputError('model-not-onnx', `${path}: is not a usable ONNX model (${messageOf(error)})`, error);
  }
  const beforeSession = clock();
  let session: InferenceSession;
  try {
    const settings: InferenceSession.SessionOptions = {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 4,
    };
    // By path where the file is unchanged: a model may keep its weights in files beside it.
    session =
      runnable === null
        ? await runtime.InferenceSession.create(path, settings)
        : await runtime.InferenceSession.create(runnable, settings);
  } catch (error) {
    throw inputError('model-refused', `${path}: ONNX Runtime cannot load it (${messageOf(error)})`, error);
  }
  const loadMs = afterRead - started + (clock() - beforeSession);
  const inputs = session.inputMetadata.map(describeInput);
  const metadata = parseModelMetadata(props);
  const feed = (rows: Float32Array, nRows: number, nColumns: number): Feeds =>
    makeFeeds(runtime, path, inputs, rows, nRows, nColumns);
  return {
    model: basename(path),
    inputs,
    metadata,
    properties: props,
    nFeatures: widthOf(inputs) ?? metadata.featureNames?.length ?? treeFeatureCount(bytes),
    loadMs,
    sizeBytes: bytes.length,
    feed,
    run: (feeds) => session.run(feeds),
    async scoreRows(rows, nRows, nColumns) {
      if (nRows === 0) return new Float64Array(0);
      try {
        return positiveClass(path, await session.run(feed(rows, nRows, nColumns)), nRows);
      } catch (error) {
        if (error instanceof Error && error.name === 'MonitorError') throw error;
        throw inputError('model-run', `${path}: ONNX Runtime could not run it (${messageOf(error)})`, error);
      }
    },
    release: () => session.release(),
  };
}
