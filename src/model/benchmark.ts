import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform, release } from 'node:os';
import { basename } from 'node:path';
import { seededRandom } from '../stats/distributions/random.ts';
import type { OnnxInput } from './onnx-inputs.ts';
import { type OnnxSession, openOnnxModel } from './onnx-session.ts';
import { summariseTimings, timeCalls, timerResolutionMs } from './timing.ts';

/** Durations of calls with `size` rows each. */
export interface BatchTiming {
  readonly size: number;
  readonly p50: number;
  readonly p95: number;
  /** Median duration divided by the rows of a call. */
  readonly perRowMs: number;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly os: string;
  readonly arch: string;
}

/** Benchmark of one model on one machine. Durations in milliseconds, without the API's overhead. */
export type BenchmarkObservation =
  | {
      readonly status: 'ok';
      /** File name. */
      readonly model: string;
      readonly demonstration: boolean;
      /** Timed single-row calls, after the warm-up. */
      readonly calls: number;
      readonly p50: number;
      readonly p95: number;
      readonly p99: number;
      readonly mean: number;
      /** 95 % interval of p50. */
      readonly interval: readonly [number, number];
      readonly loadMs: number;
      readonly sizeBytes: number;
      readonly inputs: readonly OnnxInput[];
      readonly batches: readonly BatchTiming[];
      readonly machine: Machine;
      readonly runtime: string;
      readonly timerResolutionMs: number;
    }
  | {
      readonly status: 'failed';
      readonly model: string;
      readonly demonstration: boolean;
      readonly reason: string;
    }
  | { readonly status: 'absent'; readonly reason: string };

export interface BenchmarkOptions {
  readonly modelPath: string;
  /** True where the model is the one that ships with the project. */
  readonly demonstration: boolean;
  /** Timed single-row calls (1,000). */
  readonly calls?: number;
  /** Calls before the timed ones (a tenth of `calls`, at least 50). */
  readonly warmup?: number;
  readonly batchSizes?: readonly number[];
  /** Rows to score, in the model's column order; missing is NaN. Without them, seeded standard normal rows. */
  readonly referenceRows?: readonly (readonly number[])[];
  readonly seed?: number;
  /** Milliseconds; the default is `performance.now`. */
  readonly clock?: () => number;
}

/** Limit of rows × columns of a batch, so that it fits in memory. */
const MAX_CELLS = 50_000_000;

/** Description of this machine, shown beside the timings. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() || 'unknown',
    cores: processors.length,
    os: `${platform()} ${release()}`,
    arch: arch(),
  };
}

/** `onnxruntime-node x.y.z, 1 thread`, from the installed package. */
export function runtimeName(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'), 'utf8'),
  );
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : 'unknown';
  return `onnxruntime-node ${version}, 1 thread`;
}

/** Makes batches of rows: from the reference in turn, or generated. */
function batchMaker(
  nColumns: number,
  referenceRows: readonly (readonly number[])[] | undefined,
  seed: number,
): (size: number, call: number) => Float32Array {
  const usable = referenceRows?.filter((row) => row.length === nColumns) ?? [];
  const random = seededRandom(seed);
  const pool =
    usable.length > 0
      ? Float32Array.from(usable.flat())
      : Float32Array.from({ length: 256 * nColumns }, () => random.normal());
  const poolRows = pool.length / nColumns;
  return (size, call) => {
    const batch = new Float32Array(size * nColumns);
    for (let row = 0; row < size; row += 1) {
      const from = ((call * size + row) % poolRows) * nColumns;
      batch.set(pool.subarray(from, from + nColumns), row * nColumns);
    }
    return batch;
  };
}

async function timeBatches(
  session: OnnxSession,
  makeBatch: (size: number, call: number) => Float32Array,
  nColumns: number,
  options: { batchSizes: readonly number[]; calls: number; clock: () => number },
): Promise<BatchTiming[]> {
  const timings: BatchTiming[] = [];
  for (const size of options.batchSizes) {
    if (size < 1 || size * nColumns > MAX_CELLS) continue;
    const calls = Math.max(10, Math.min(options.calls, Math.ceil(options.calls / size)));
    const durations = await timeCalls(
      (call) => session.run(session.feed(makeBatch(size, call), size, nColumns)),
      { calls, warmup: Math.min(10, calls), clock: options.clock },
    );
    const { p50, p95 } = summariseTimings(durations);
    timings.push({ size, p50, p95, perRowMs: p50 / size });
  }
  return timings;
}

async function measure(session: OnnxSession, options: BenchmarkOptions): Promise<BenchmarkObservation> {
  const {
    modelPath,
    demonstration,
    calls = 1000,
    batchSizes = [1, 10, 100, 1000],
    seed = 20260220,
  } = options;
  const clock = options.clock ?? (() => performance.now());
  const nColumns = session.nFeatures;
  const model = basename(modelPath);
  if (nColumns === null || nColumns < 1) {
    const reason = `${model}: its input has no fixed width and its metadata has no feature_names, so no row can be made for it`;
    return { status: 'failed', model, demonstration, reason };
  }
  const makeBatch = batchMaker(nColumns, options.referenceRows, seed);
  // Scores one row first, so that a model without a probability output is reported, not timed.
  await session.scoreRows(makeBatch(1, 0), 1, nColumns);
  const durations = await timeCalls((call) => session.run(session.feed(makeBatch(1, call), 1, nColumns)), {
    calls,
    warmup: options.warmup ?? Math.max(50, Math.ceil(calls / 10)),
    clock,
  });
  const { p50, p95, p99, mean, interval } = summariseTimings(durations);
  return {
    status: 'ok',
    model,
    demonstration,
    calls,
    p50,
    p95,
    p99,
    mean,
    interval,
    loadMs: session.loadMs,
    sizeBytes: session.sizeBytes,
    inputs: session.inputs,
    batches: await timeBatches(session, makeBatch, nColumns, { batchSizes, calls, clock }),
    machine: thisMachine(),
    runtime: runtimeName(),
    timerResolutionMs: timerResolutionMs(clock),
  };
}

/**
 * Times single-row and batched calls of an ONNX model through onnxruntime-node on one thread: creating the tensor,
 * running the model, reading the output. Does not throw for an unusable model: the observation is `failed` with the
 * reason, or `absent` where there is no file.
 */
export async function benchmarkModel(options: BenchmarkOptions): Promise<BenchmarkObservation> {
  const { modelPath, demonstration } = options;
  if (!existsSync(modelPath)) return { status: 'absent', reason: `there is no ${basename(modelPath)}` };
  let session: OnnxSession | null = null;
  try {
    session = await openOnnxModel(modelPath, options.clock === undefined ? {} : { clock: options.clock });
    return await measure(session, options);
  } catch (error) {
    // The reason is published, so it gives the file name without this machine's path.
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(
      modelPath,
      basename(modelPath),
    );
    return { status: 'failed', model: basename(modelPath), demonstration, reason };
  } finally {
    await session?.release();
  }
}
