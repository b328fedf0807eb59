import type { Tree } from '../tree-ensemble.ts';
import { type BinnedMatrix, MISSING_BIN } from './bins.ts';

/** Limits of one tree; the names are XGBoost's. */
export interface TreeLimits {
  readonly maxDepth: number;
  /** Minimum sum of second derivatives in a child. */
  readonly minChildWeight: number;
  /** L2 penalty on leaves. */
  readonly lambda: number;
  /** Minimum gain of a split. */
  readonly gamma: number;
  readonly learningRate: number;
}

/** First and second derivatives of the loss by row. */
export interface Gradients {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

interface Split {
  readonly feature: number;
  readonly cut: number;
  readonly missingLeft: boolean;
  readonly gain: number;
}

const score = (g: number, h: number, lambda: number): number => (g * g) / (h + lambda);

class Histogram {
  readonly gradient = new Float64Array(MISSING_BIN + 1);
  readonly hessian = new Float64Array(MISSING_BIN + 1);

  fill(
    matrix: BinnedMatrix,
    feature: number,
    rows: readonly number[],
    { gradient, hessian }: Gradients,
  ): void {
    this.gradient.fill(0);
    this.hessian.fill(0);
    const from = feature * matrix.rows;
    for (const row of rows) {
      const bin = matrix.bins[from + row] as number;
      this.gradient[bin] = (this.gradient[bin] as number) + (gradient[row] as number);
      this.hessian[bin] = (this.hessian[bin] as number) + (hessian[row] as number);
    }
  }
}

interface Totals {
  readonly g: number;
  readonly h: number;
}

/** Best split of one feature, with missing values tried on both sides (Chen & Guestrin 2016, algorithms 1 and 3). */
function bestCut(
  histogram: Histogram,
  feature: number,
  nCuts: number,
  total: Totals,
  limits: TreeLimits,
  best: Split | null,
): Split | null {
  const missingG = histogram.gradient[MISSING_BIN] as number;
  const missingH = histogram.hessian[MISSING_BIN] as number;
  const parent = score(total.g, total.h, limits.lambda);
  let g = 0;
  let h = 0;
  let found = best;
  for (let cut = 0; cut < nCuts; cut += 1) {
    g += histogram.gradient[cut] as number;
    h += histogram.hessian[cut] as number;
    for (const missingLeft of missingH > 0 ? [false, true] : [false]) {
      const leftG = missingLeft ? g + missingG : g;
      const leftH = missingLeft ? h + missingH : h;
      const rightH = total.h - leftH;
      if (leftH < limits.minChildWeight || rightH < limits.minChildWeight) continue;
      const gain =
        (score(leftG, leftH, limits.lambda) + score(total.g - leftG, rightH, limits.lambda) - parent) / 2 -
        limits.gamma;
      if (gain > (found?.gain ?? 1e-9)) found = { feature, cut, missingLeft, gain };
    }
  }
  return found;
}

function sum(values: Float64Array, rows: readonly number[]): number {
  let total = 0;
  for (const row of rows) total += values[row] as number;
  return total;
}

/** Nodes of a tree under construction. */
class TreeBuilder {
  readonly feature: number[] = [];
  readonly threshold: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly defaultLeft: number[] = [];
  readonly leaf: number[] = [];

  add(): number {
    this.feature.push(0);
    this.threshold.push(0);
    this.left.push(-1);
    this.right.push(-1);
    this.defaultLeft.push(0);
    this.leaf.push(0);
    return this.left.length - 1;
  }

  finish(): Tree {
    return {
      feature: Int32Array.from(this.feature),
      threshold: Float32Array.from(this.threshold),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      defaultLeft: Uint8Array.from(this.defaultLeft),
      leaf: Float32Array.from(this.leaf),
    };
  }
}

/** Grows one regression tree on the gradients of the given rows, with the given features only. */
export function growTree(
  matrix: BinnedMatrix,
  gradients: Gradients,
  rows: readonly number[],
  features: readonly number[],
  limits: TreeLimits,
): Tree {
  const builder = new TreeBuilder();
  const histogram = new Histogram();
  const pending = [{ node: builder.add(), rows, depth: 0 }];
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    const total = { g: sum(gradients.gradient, task.rows), h: sum(gradients.hessian, task.rows) };
    let split: Split | null = null;
    if (task.depth < limits.maxDepth && task.rows.length > 1) {
      for (const feature of features) {
        histogram.fill(matrix, feature, task.rows, gradients);
        split = bestCut(histogram, feature, matrix.cuts[feature]?.length ?? 0, total, limits, split);
      }
    }
    if (split === null) {
      builder.leaf[task.node] = (-limits.learningRate * total.g) / (total.h + limits.lambda);
      continue;
    }
    const { feature, cut, missingLeft } = split;
    const goesLeft = (row: number): boolean => {
      const bin = matrix.bins[feature * matrix.rows + row] as number;
      return bin === MISSING_BIN ? missingLeft : bin <= cut;
    };
    const left = builder.add();
    const right = builder.add();
    builder.feature[task.node] = feature;
    builder.threshold[task.node] = matrix.cuts[feature]?.[cut] ?? 0;
    builder.left[task.node] = left;
    builder.right[task.node] = right;
    builder.defaultLeft[task.node] = missingLeft ? 1 : 0;
    pending.push(
      { node: right, rows: task.rows.filter((row) => !goesLeft(row)), depth: task.depth + 1 },
      { node: left, rows: task.rows.filter(goesLeft), depth: task.depth + 1 },
    );
  }
  return builder.finish();
}
