import { seededRandom } from '../stats/distributions/random.ts';
import { type BenchmarkObservation, benchmarkModel } from './benchmark.ts';
import { openOnnxModel } from './onnx-session.ts';
import type { SourceModel } from './read-model.ts';
import { summariseTimings, type TimingSummary, timeCalls } from './timing.ts';
import { evaluateTrees, type TreeEnsemble } from './tree-ensemble.ts';
import { askXgboost, type XgboostPeer } from './xgboost-peer.ts';

/** Timings of the same rows with ONNX Runtime, with our own tree evaluation, and with XGBoost where Python has it. */
export interface EngineComparison {
  readonly onnx: BenchmarkObservation;
  readonly treeWalk: TimingSummary;
  readonly xgboost: XgboostPeer;
  /**
   * Largest absolute difference of a score between ONNX Runtime and XGBoost on the timed rows; null without XGBoost.
   */
  readonly maxDifference: number | null;
}

const ROWS = 256;

/** Random rows within the range of each column's splits, 5 % of the values missing. */
function typicalRows(ensemble: TreeEnsemble, seed: number): number[][] {
  const random = seededRandom(seed);
  const ranges = ensemble.featureNames.map(
    () => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number],
  );
  for (const tree of ensemble.trees) {
    tree.left.forEach((left, node) => {
      const range = ranges[tree.feature[node] as number];
      if (left < 0 || range === undefined) return;
      range[0] = Math.min(range[0], tree.threshold[node] as number);
      range[1] = Math.max(range[1], tree.threshold[node] as number);
    });
  }
  return Array.from({ length: ROWS }, () =>
    ranges.map(([low, high]) => {
      if (random.uniform() < 0.05) return Number.NaN;
      if (low > high) return 0;
      const margin = Math.max(1, high - low) * 0.1;
      return Math.fround(low - margin + (high - low + 2 * margin) * random.uniform());
    }),
  );
}

async function differenceFrom(
  path: string,
  rows: readonly (readonly number[])[],
  peer: XgboostPeer,
): Promise<number | null> {
  if (peer.status !== 'ok' || peer.scores.length !== rows.length) return null;
  const session = await openOnnxModel(path);
  try {
    const scores = await session.scoreRows(Float32Array.from(rows.flat()), rows.length, rows[0]?.length ?? 0);
    return scores.reduce(
      (largest, score, i) => Math.max(largest, Math.abs(score - (peer.scores[i] as number))),
      0,
    );
  } finally {
    await session.release();
  }
}

async function peerOf(
  source: SourceModel,
  python: string | null,
  rows: readonly (readonly number[])[],
  calls: number,
): Promise<XgboostPeer> {
  if (python === null) return { status: 'absent', reason: 'not asked (--no-python)' };
  if (source.native === null) return { status: 'absent', reason: 'the model is not from XGBoost' };
  return askXgboost({ python, native: source.native, rows, calls });
}

/** Times the converted model and the original, `calls` single-row calls each, and compares the scores. */
export async function compareEngines(options: {
  source: SourceModel;
  onnxPath: string;
  calls: number;
  /** Python interpreter with XGBoost; null to leave XGBoost out. */
  python: string | null;
  seed?: number;
  clock?: () => number;
}): Promise<EngineComparison> {
  const { source, onnxPath, calls, python, seed = 20260220 } = options;
  const clock = options.clock ?? (() => performance.now());
  const { ensemble } = source;
  const rows = typicalRows(ensemble, seed);
  const flat = Float32Array.from(rows.flat());
  const width = ensemble.featureNames.length;
  const onnx = await benchmarkModel({
    modelPath: onnxPath,
    demonstration: false,
    calls,
    referenceRows: rows,
    seed,
    clock,
  });
  const oneRow = (call: number) => {
    const from = (call % ROWS) * width;
    return evaluateTrees(ensemble, flat.subarray(from, from + width), 1);
  };
  const treeWalk = summariseTimings(await timeCalls(oneRow, { calls, warmup: calls, clock }));
  const xgboost = await peerOf(source, python, rows, calls);
  const maxDifference = ensemble.link === 'logistic' ? await differenceFrom(onnxPath, rows, xgboost) : null;
  return { onnx, treeWalk, xgboost, maxDifference };
}
