import { basename } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { inputError } from '../monitor-error.ts';
import { NotRegularError, readRegularFile } from '../regular-file.ts';
import { assertAcyclicTrees, treeFeatureCount } from './onnx-checks.ts';
import {
  describeInput,
  type Feeds,
  makeFeeds,
  type OnnxInput,
  type Runtime,
  widthOf,
} from './onnx-inputs.ts';
import { type ModelMetadata, parseModelMetadata } from './onnx-metadata.ts';
import { readMetadataProps, withoutZipMap } from './onnx-wire.ts';
import { positiveClass } from './positive-class.ts';

/** An open model. Rows are row-major; missing values are NaN. */
export interface OnnxSession {
  /** File name, without its folder. */
  readonly model: string;
  readonly inputs: readonly OnnxInput[];
  readonly metadata: ModelMetadata;
  /** All of `metadata_props`. */
  readonly properties: ReadonlyMap<string, string>;
  /** Number of columns; null where shape, metadata and trees do not give it. */
  readonly nFeatures: number | null;
  /** Milliseconds to read the file and create the session, by the given clock. */
  readonly loadMs: number;
  readonly sizeBytes: number;
  /** Input tensors of the model for these rows. Throws MonitorError for inputs that are not numeric. */
  feed(rows: Float32Array, nRows: number, nColumns: number): Feeds;
  /** One call of the model. */
  run(feeds: Feeds): Promise<InferenceSession.ReturnType>;
  /** Probability of the positive class of each row. Throws MonitorError where the model has no such output. */
  scoreRows(rows: Float32Array, nRows: number, nColumns: number): Promise<Float64Array>;
  release(): Promise<void>;
}

/** Limit of a model file: protobuf's own limit is 2 GiB. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;

/** The runtime's error message on one line, without its source locations. */
const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/\/onnxruntime_src\/\S+\s/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);

async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw inputError(
      'onnx-runtime-missing',
      `ONNX Runtime cannot be loaded on this machine (${messageOf(error)}): npm install --ignore-scripts onnxruntime-node@1.30.0`,
      error,
    );
  }
}

async function readModel(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(path);
  } catch (error) {
    const why = error instanceof NotRegularError ? error.why : `cannot be read (${messageOf(error)})`;
    throw inputError('model-unreadable', `${path}: ${why}`, error);
  }
  if (bytes.length === 0) throw inputError('model-empty', `${path}: is empty`);
  if (bytes.length > MAX_MODEL_BYTES) throw inputError('model-too-large', `${path}: is larger than 2 GiB`);
  return bytes;
}

/**
 * Opens an ONNX model with one thread on the CPU, so that timings on machines with different core counts are
 * comparable. Tree ensembles are checked for cycles first, on which the runtime would not terminate.
 *
 * @throws MonitorError (exit 3) where the file cannot be read, is not ONNX, or is refused.
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
    // By path where the file is unchanged, because a model may have external weights in files beside it.
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
  const feed = (values: Float32Array, nRows: number, nColumns: number): Feeds =>
    makeFeeds(runtime, path, inputs, { values, nRows, nColumns });
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
