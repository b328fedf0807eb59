import { inputError } from '../monitor-error.ts';
import { type Random, seededRandom } from '../stats/distributions/random.ts';
import { nextFloat32 } from './float32.ts';
import { openOnnxModel } from './onnx-session.ts';
import { evaluateTrees, type TreeEnsemble } from './tree-ensemble.ts';

/** Difference between a written ONNX model and the trees that it was written from. */
export interface OnnxVerification {
  readonly rows: number;
  /** Number of rows whose values lie on a split, one float32 step beside it, or are missing. */
  readonly borderRows: number;
  /** Largest absolute difference of a probability (of a regression: relative to max(1, |value|)). */
  readonly maxDifference: number;
}

const VERIFY_ROWS = 2000;
const TOLERANCE = 1e-6;

/** Split values of every column; a column that no tree reads gets 0. */
function splitsByColumn(ensemble: TreeEnsemble): number[][] {
  const splits: number[][] = ensemble.featureNames.map(() => []);
  for (const tree of ensemble.trees) {
    tree.left.forEach((left, node) => {
      if (left >= 0) splits[tree.feature[node] as number]?.push(tree.threshold[node] as number);
    });
  }
  return splits.map((values) => (values.length === 0 ? [0] : values.toSorted((a, b) => a - b)));
}

/** A boundary value: a split, an adjacent float32, or a missing value. */
function borderValue(splits: readonly number[], random: Random): number {
  const split = splits[random.below(splits.length)] as number;
  switch (random.below(4)) {
    case 0:
      return nextFloat32(split, -1);
    case 1:
      return nextFloat32(split, 1);
    case 2:
      return random.uniform() < 0.3 ? Number.NaN : split;
    default:
      return split;
  }
}

function randomValue(splits: readonly number[], random: Random): number {
  if (random.uniform() < 0.05) return Number.NaN;
  const low = splits[0] as number;
  const high = splits.at(-1) as number;
  const margin = Math.max(1, high - low) * 0.1;
  return low - margin + (high - low + 2 * margin) * random.uniform();
}

function rowsFrom(
  splits: readonly (readonly number[])[],
  random: Random,
  draw: (splits: readonly number[], random: Random) => number,
): Float32Array {
  const rows = new Float32Array(VERIFY_ROWS * splits.length);
  for (let i = 0; i < rows.length; i += 1) rows[i] = draw(splits[i % splits.length] as number[], random);
  return rows;
}

/** Outputs of ONNX Runtime: probabilities of all classes, or predictions. */
async function runtimeOutputs(
  path: string,
  ensemble: TreeEnsemble,
  rows: Float32Array,
): Promise<Float64Array> {
  const session = await openOnnxModel(path);
  try {
    if (ensemble.link === 'logistic') {
      return await session.scoreRows(rows, VERIFY_ROWS, ensemble.featureNames.length);
    }
    const outputs = await session.run(session.feed(rows, VERIFY_ROWS, ensemble.featureNames.length));
    const wanted = ensemble.link === 'softmax' ? outputs['probabilities'] : outputs['prediction'];
    return Float64Array.from((wanted?.data ?? []) as Float32Array);
  } finally {
    await session.release();
  }
}

async function largestDifference(path: string, ensemble: TreeEnsemble, rows: Float32Array): Promise<number> {
  const expected = evaluateTrees(ensemble, rows, VERIFY_ROWS);
  const actual = await runtimeOutputs(path, ensemble, rows);
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i += 1) {
    const value = expected[i] as number;
    const difference = Math.abs((actual[i] as number) - value);
    largest = Math.max(
      largest,
      ensemble.link === 'identity' ? difference / Math.max(1, Math.abs(value)) : difference,
    );
  }
  return largest;
}

/**
 * Runs an ONNX file with ONNX Runtime on random rows and on rows at the boundaries of the splits, and compares with the
 * evaluated trees.
 *
 * @throws MonitorError where they differ by more than 1e-6.
 */
export async function verifyOnnx(path: string, ensemble: TreeEnsemble, seed = 1): Promise<OnnxVerification> {
  const random = seededRandom(seed);
  const splits = splitsByColumn(ensemble);
  const onRandom = await largestDifference(path, ensemble, rowsFrom(splits, random, randomValue));
  const onBorders = await largestDifference(path, ensemble, rowsFrom(splits, random, borderValue));
  const maxDifference = Math.max(onRandom, onBorders);
  if (!(maxDifference <= TOLERANCE)) {
    throw inputError(
      'onnx-differs',
      `the ONNX model differs from the trees it was made from by ${maxDifference} (limit ${TOLERANCE}); nothing was written`,
    );
  }
  return { rows: 2 * VERIFY_ROWS, borderRows: VERIFY_ROWS, maxDifference };
}
