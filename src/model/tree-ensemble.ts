/**
 * One binary decision tree in parallel arrays, node 0 the root.
 * A row goes left where `value < threshold` (both float32, as XGBoost and ONNX Runtime compare), right otherwise,
 * and to the default side where the value is NaN.
 */
export interface Tree {
  /** Column that the node splits on; 0 in a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  /** Index of the left child, -1 in a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 where a missing value goes left. */
  readonly defaultLeft: Uint8Array;
  /** Leaf output (margin units); 0 in an inner node. */
  readonly leaf: Float32Array;
}

/** Link function from the margin to the model's output. */
export type Link = 'logistic' | 'softmax' | 'identity';

/** A sum of trees plus a base margin, with a link function, as XGBoost and our own booster produce. */
export interface TreeEnsemble {
  readonly trees: readonly Tree[];
  /** Output that each tree adds to: 0 for one output, the class for softmax. */
  readonly treeOutput: Int32Array;
  /** Margin before the first tree, one per output. */
  readonly baseMargin: Float32Array;
  readonly link: Link;
  readonly featureNames: readonly string[];
}

const round32 = Math.fround;

/** Leaf that a row reaches. `offset` is the start of the row in a row-major matrix. */
export function leafOf(tree: Tree, rows: Float32Array, offset: number): number {
  let node = 0;
  for (;;) {
    const left = tree.left[node] as number;
    if (left < 0) return node;
    const value = rows[offset + (tree.feature[node] as number)] as number;
    const goesLeft = Number.isNaN(value)
      ? tree.defaultLeft[node] === 1
      : value < (tree.threshold[node] as number);
    node = goesLeft ? left : (tree.right[node] as number);
  }
}

/** Margins of every row and output (row-major), summed in float32 and in tree order as XGBoost does. */
export function margins(ensemble: TreeEnsemble, rows: Float32Array, nRows: number): Float32Array {
  const nColumns = ensemble.featureNames.length;
  const nOutputs = ensemble.baseMargin.length;
  const result = new Float32Array(nRows * nOutputs);
  for (let row = 0; row < nRows; row += 1) {
    const out = row * nOutputs;
    result.set(ensemble.baseMargin, out);
    for (let t = 0; t < ensemble.trees.length; t += 1) {
      const tree = ensemble.trees[t] as Tree;
      const at = out + (ensemble.treeOutput[t] as number);
      const leaf = tree.leaf[leafOf(tree, rows, row * nColumns)] as number;
      result[at] = round32((result[at] as number) + leaf);
    }
  }
  return result;
}

/** The logistic function, in double precision. */
export const logistic = (margin: number): number => 1 / (1 + Math.exp(-margin));

/** Softmax of one row of margins, shifted by the maximum so that it cannot overflow. */
function softmaxInto(result: Float64Array, at: number, scores: Float32Array, nOutputs: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < nOutputs; k += 1) highest = Math.max(highest, scores[at + k] as number);
  let total = 0;
  for (let k = 0; k < nOutputs; k += 1) {
    const e = Math.exp((scores[at + k] as number) - highest);
    result[at + k] = e;
    total += e;
  }
  for (let k = 0; k < nOutputs; k += 1) result[at + k] = (result[at + k] as number) / total;
}

/**
 * Outputs of the ensemble by evaluating its trees: the reference for the verification of a written ONNX model.
 * Row-major `nRows` × outputs: the positive class's probability for `logistic`, one per class for `softmax`.
 */
export function evaluateTrees(ensemble: TreeEnsemble, rows: Float32Array, nRows: number): Float64Array {
  const scores = margins(ensemble, rows, nRows);
  if (ensemble.link === 'identity') return Float64Array.from(scores);
  if (ensemble.link === 'logistic') return Float64Array.from(scores, logistic);
  const nOutputs = ensemble.baseMargin.length;
  const result = new Float64Array(scores.length);
  for (let row = 0; row < nRows; row += 1) softmaxInto(result, row * nOutputs, scores, nOutputs);
  return result;
}

/** Reason why a tree is invalid, or null: child index out of range, a node reached twice, an invalid column. */
export function treeFault(tree: Tree, nFeatures: number): string | null {
  const nNodes = tree.left.length;
  if (nNodes === 0) return 'it has no nodes';
  const seen = new Uint8Array(nNodes);
  const pending = [0];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen[node] === 1) return `node ${node} is reached twice, so the tree has a cycle or shared branches`;
    seen[node] = 1;
    const left = tree.left[node] as number;
    const right = tree.right[node] as number;
    if (left < 0 !== right < 0) return `node ${node} has one child`;
    if (left < 0) {
      if (!Number.isFinite(tree.leaf[node])) return `leaf ${node} is not a finite number`;
      continue;
    }
    if (left >= nNodes || right >= nNodes) return `node ${node} points outside the tree`;
    const feature = tree.feature[node] as number;
    if (feature < 0 || feature >= nFeatures)
      return `node ${node} splits on column ${feature} of ${nFeatures}`;
    if (Number.isNaN(tree.threshold[node])) return `node ${node} splits at NaN`;
    pending.push(left, right);
  }
  return null;
}
