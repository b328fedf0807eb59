import { type Random, shuffle } from '../../stats/distributions/random.ts';
import { leafOf, logistic, type Tree, type TreeEnsemble } from '../tree-ensemble.ts';
import { binMatrix } from './bins.ts';
import type { EncodedMatrix } from './encoder.ts';
import { growTree, type TreeLimits } from './grow-tree.ts';

export interface BoosterParameters extends TreeLimits {
  readonly maxRounds: number;
  /** Rounds without improvement of the validation loss before boosting stops. */
  readonly patience: number;
  /** Share of rows and of columns sampled for each tree. */
  readonly subsample: number;
  readonly columnSample: number;
}

/** Small trees with strong shrinkage, to limit overfitting on a few hundred rows. */
export const SMALL_DATA_PARAMETERS: BoosterParameters = {
  maxRounds: 500,
  patience: 60,
  learningRate: 0.03,
  maxDepth: 3,
  minChildWeight: 1,
  lambda: 1,
  gamma: 0,
  subsample: 0.8,
  columnSample: 0.5,
};

/** Rows for the validation loss. */
export interface ValidationRows {
  readonly matrix: EncodedMatrix;
  readonly labels: ArrayLike<number>;
}

export interface Boosted {
  readonly ensemble: TreeEnsemble;
  /** Mean log-loss of the validation rows after each round; empty without them. */
  readonly validationLoss: readonly number[];
}

const clampProbability = (p: number): number => Math.min(1 - 1e-7, Math.max(1e-7, p));

function meanLogLoss(margins: Float64Array, labels: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < labels.length; i += 1) {
    const p = clampProbability(logistic(margins[i] as number));
    const label = labels[i] as number;
    total -= label * Math.log(p) + (1 - label) * Math.log(1 - p);
  }
  return total / labels.length;
}

function addTree(tree: Tree, matrix: EncodedMatrix, margins: Float64Array): void {
  const width = matrix.names.length;
  for (let row = 0; row < matrix.rows; row += 1) {
    const leaf = leafOf(tree, matrix.values, row * width);
    margins[row] = (margins[row] as number) + (tree.leaf[leaf] as number);
  }
}

/** A random sample of 0 … n-1 of the given share, at least one. */
function sample(n: number, share: number, random: Random): number[] {
  const all = shuffle(
    Uint32Array.from({ length: n }, (_, i) => i),
    random,
  );
  return Array.from(all.subarray(0, Math.max(1, Math.round(n * share))).sort());
}

function baseMargin(labels: ArrayLike<number>, weights: Float64Array): number {
  let positive = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i += 1) {
    total += weights[i] as number;
    positive += (weights[i] as number) * (labels[i] as number);
  }
  const rate = clampProbability(positive / total);
  return Math.log(rate / (1 - rate));
}

/**
 * Gradient-boosted trees for a binary outcome: second-order boosting of the logistic loss on histograms (Friedman 2001;
 * Chen & Guestrin 2016). With validation rows it stops early once their loss has not decreased for `patience` rounds.
 *
 * @param labels 0 or 1, or a probability to be matched.
 * @param weights weight of each training row (class weights).
 */
export function boost(
  matrix: EncodedMatrix,
  labels: ArrayLike<number>,
  weights: Float64Array,
  parameters: BoosterParameters,
  random: Random,
  validation: ValidationRows | null = null,
): Boosted {
  const nColumns = matrix.names.length;
  const binned = binMatrix(matrix.values, matrix.rows, nColumns);
  const base = Math.fround(baseMargin(labels, weights));
  const margins = new Float64Array(matrix.rows).fill(base);
  const validationMargins = new Float64Array(validation?.matrix.rows ?? 0).fill(base);
  const gradient = new Float64Array(matrix.rows);
  const hessian = new Float64Array(matrix.rows);
  const trees: Tree[] = [];
  const validationLoss: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  let bestRound = 0;
  for (let round = 0; round < parameters.maxRounds; round += 1) {
    for (let row = 0; row < matrix.rows; row += 1) {
      const p = logistic(margins[row] as number);
      const weight = weights[row] as number;
      gradient[row] = weight * (p - (labels[row] as number));
      hessian[row] = weight * Math.max(p * (1 - p), 1e-16);
    }
    const rows = sample(matrix.rows, parameters.subsample, random);
    const features = sample(nColumns, parameters.columnSample, random);
    const tree = growTree(binned, { gradient, hessian }, rows, features, parameters);
    trees.push(tree);
    addTree(tree, matrix, margins);
    if (validation === null) continue;
    addTree(tree, validation.matrix, validationMargins);
    const loss = meanLogLoss(validationMargins, validation.labels);
    validationLoss.push(loss);
    if (loss < best) {
      best = loss;
      bestRound = round;
    } else if (round - bestRound >= parameters.patience) break;
  }
  return {
    ensemble: {
      trees,
      treeOutput: new Int32Array(trees.length),
      baseMargin: new Float32Array([base]),
      link: 'logistic',
      featureNames: matrix.names,
    },
    validationLoss,
  };
}
