import { strictlyBelowFor } from './float32.ts';
import type { OnnxNode } from './onnx-schema.ts';
import { nodesOfType } from './onnx-wire.ts';
import { type Tree, type TreeEnsemble, treeFault } from './tree-ensemble.ts';

/** Operators that leave the probabilities of the trees as they are. */
const BESIDE_TREES: ReadonlySet<string> = new Set(['ZipMap', 'Cast', 'Identity']);

const decoder = new TextDecoder();

const attributeOf = (node: OnnxNode, name: string) => node.attribute.find((own) => own.name === name);
const ints = (node: OnnxNode, name: string): readonly number[] => attributeOf(node, name)?.ints ?? [];
const floats = (node: OnnxNode, name: string): readonly number[] => attributeOf(node, name)?.floats ?? [];
const texts = (node: OnnxNode, name: string): readonly string[] =>
  (attributeOf(node, name)?.strings ?? []).map((bytes) => decoder.decode(bytes));
const text = (node: OnnxNode, name: string): string =>
  decoder.decode(attributeOf(node, name)?.s ?? new Uint8Array());

const refuse = (why: string): never => {
  throw new RangeError(why);
};

/** Nodes of one tree in file order, with their indices in the operator's lists. */
function readTree(node: OnnxNode, at: readonly number[], leaves: ReadonlyMap<string, number>): Tree {
  const ids = ints(node, 'nodes_nodeids');
  const modes = texts(node, 'nodes_modes');
  const values = floats(node, 'nodes_values');
  const index = new Map(at.map((i, n) => [ids[i] as number, n]));
  const child = (list: string, i: number): number => index.get(ints(node, list)[i] as number) ?? -2;
  const missing = ints(node, 'nodes_missing_value_tracks_true');
  const tree = {
    feature: new Int32Array(at.length),
    threshold: new Float32Array(at.length),
    left: new Int32Array(at.length).fill(-1),
    right: new Int32Array(at.length).fill(-1),
    defaultLeft: new Uint8Array(at.length),
    leaf: new Float32Array(at.length),
  };
  at.forEach((i, n) => {
    const mode = modes[i];
    if (mode === 'LEAF') {
      tree.leaf[n] = leaves.get(`${ints(node, 'nodes_treeids')[i]}:${ids[i]}`) ?? 0;
      return;
    }
    if (mode !== 'BRANCH_LT' && mode !== 'BRANCH_LEQ') refuse(`a node of kind ${mode}`);
    tree.feature[n] = ints(node, 'nodes_featureids')[i] as number;
    tree.threshold[n] = mode === 'BRANCH_LT' ? (values[i] as number) : strictlyBelowFor(values[i] as number);
    tree.left[n] = child('nodes_truenodeids', i);
    tree.right[n] = child('nodes_falsenodeids', i);
    tree.defaultLeft[n] = missing[i] === 1 ? 1 : 0;
  });
  return tree;
}

/**
 * Trees of a binary ONNX classifier that sums them into a margin under the logistic function, as converters write XGBoost and
 * LightGBM models and as `writeOnnx` does.
 *
 * @param featureNames input columns in order.
 * @throws RangeError with the reason for every other model.
 */
export function readOnnxTrees(model: Uint8Array, featureNames: readonly string[]): TreeEnsemble {
  const nodes = nodesOfType(model, '');
  const [node, ...more] = nodes.filter(({ opType }) => !BESIDE_TREES.has(opType));
  if (node === undefined || more.length > 0 || node.opType !== 'TreeEnsembleClassifier') {
    return refuse(`operators ${nodes.map(({ opType }) => opType).join(', ')} are no plain tree classifier`);
  }
  if (text(node, 'post_transform') !== 'LOGISTIC')
    return refuse('its trees are not under a logistic function');
  const outputs = new Set(ints(node, 'class_ids'));
  const base = floats(node, 'base_values');
  if (outputs.size > 1 || base.length > 1) return refuse('it has several outputs');
  const leaves = new Map<string, number>();
  ints(node, 'class_treeids').forEach((tree, i) => {
    leaves.set(`${tree}:${ints(node, 'class_nodeids')[i]}`, floats(node, 'class_weights')[i] as number);
  });
  const byTree = Map.groupBy(ints(node, 'nodes_treeids').keys(), (i) => ints(node, 'nodes_treeids')[i]);
  const trees = [...byTree.values()].map((at) => readTree(node, [...at], leaves));
  trees.forEach((tree, t) => {
    const fault = treeFault(tree, featureNames.length);
    if (fault !== null) refuse(`tree ${t}: ${fault}`);
  });
  return {
    trees,
    treeOutput: new Int32Array(trees.length),
    baseMargin: new Float32Array([base[0] ?? 0]),
    link: 'logistic',
    featureNames,
  };
}
