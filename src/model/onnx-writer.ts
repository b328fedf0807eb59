import { METADATA_KEYS } from './onnx-metadata.ts';
import {
  ATTRIBUTE_TYPE,
  ELEMENT_TYPE,
  encodeMessage,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxValueInfo,
} from './onnx-schema.ts';
import type { Tree, TreeEnsemble } from './tree-ensemble.ts';

/** Metadata of the written file. */
export interface OnnxDescription {
  /** Name of the one float32 input, shape [rows, features]. */
  readonly inputName?: string;
  readonly modelVersion?: string | null;
  /** ISO 8601. */
  readonly trainedAt?: string | null;
  readonly demonstration?: boolean;
  readonly docString?: string;
  /** Further `metadata_props`. */
  readonly properties?: Readonly<Record<string, string>>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const BRANCH_LESS_THAN = bytesOf('BRANCH_LT');
const LEAF = bytesOf('LEAF');

const floats = (name: string, values: ArrayLike<number>): OnnxAttribute => ({
  name,
  type: ATTRIBUTE_TYPE.floats,
  floats: Array.from(values),
});
const ints = (name: string, values: ArrayLike<number>): OnnxAttribute => ({
  name,
  type: ATTRIBUTE_TYPE.ints,
  ints: Array.from(values),
});
const text = (name: string, value: string): OnnxAttribute => ({
  name,
  type: ATTRIBUTE_TYPE.string,
  s: bytesOf(value),
});

interface FlatTrees {
  readonly attributes: OnnxAttribute[];
  readonly leafTree: number[];
  readonly leafNode: number[];
  readonly leafOutput: number[];
  readonly leafWeight: number[];
}

/** All trees in the parallel lists of a TreeEnsemble operator (ai.onnx.ml, version 3). */
function flatten(trees: readonly Tree[], treeOutput: Int32Array): FlatTrees {
  const treeIds: number[] = [];
  const nodeIds: number[] = [];
  const features: number[] = [];
  const values: number[] = [];
  const modes: Uint8Array[] = [];
  const trueIds: number[] = [];
  const falseIds: number[] = [];
  const missingTrue: number[] = [];
  const leafTree: number[] = [];
  const leafNode: number[] = [];
  const leafOutput: number[] = [];
  const leafWeight: number[] = [];
  trees.forEach((tree, t) => {
    for (let node = 0; node < tree.left.length; node += 1) {
      const isLeaf = (tree.left[node] as number) < 0;
      treeIds.push(t);
      nodeIds.push(node);
      modes.push(isLeaf ? LEAF : BRANCH_LESS_THAN);
      features.push(isLeaf ? 0 : (tree.feature[node] as number));
      values.push(isLeaf ? 0 : (tree.threshold[node] as number));
      trueIds.push(isLeaf ? 0 : (tree.left[node] as number));
      falseIds.push(isLeaf ? 0 : (tree.right[node] as number));
      missingTrue.push(isLeaf ? 0 : (tree.defaultLeft[node] as number));
      if (!isLeaf) continue;
      leafTree.push(t);
      leafNode.push(node);
      leafOutput.push(treeOutput[t] as number);
      leafWeight.push(tree.leaf[node] as number);
    }
  });
  const attributes = [
    ints('nodes_treeids', treeIds),
    ints('nodes_nodeids', nodeIds),
    ints('nodes_featureids', features),
    floats('nodes_values', values),
    { name: 'nodes_modes', type: ATTRIBUTE_TYPE.strings, strings: modes },
    ints('nodes_truenodeids', trueIds),
    ints('nodes_falsenodeids', falseIds),
    ints('nodes_missing_value_tracks_true', missingTrue),
  ];
  return { attributes, leafTree, leafNode, leafOutput, leafWeight };
}

/**
 * ONNX Runtime treats a binary classifier whose leaves are all positive as one that sums probabilities, and skips the
 * logistic function. An extra tree with a single leaf of -1e-30 prevents that and changes no float32 sum.
 */
const NEGATIVE_LEAF: Tree = {
  feature: new Int32Array(1),
  threshold: new Float32Array(1),
  left: new Int32Array([-1]),
  right: new Int32Array([-1]),
  defaultLeft: new Uint8Array(1),
  leaf: new Float32Array([-1e-30]),
};

function classifierNode(ensemble: TreeEnsemble, inputName: string): OnnxNode {
  const binary = ensemble.link === 'logistic';
  const allPositive = ensemble.trees.every((tree) => tree.leaf.every((weight) => weight >= 0));
  const trees = binary && allPositive ? [...ensemble.trees, NEGATIVE_LEAF] : ensemble.trees;
  const outputs = Int32Array.from(trees, (_, t) => ensemble.treeOutput[t] ?? 0);
  const flat = flatten(trees, outputs);
  const nClasses = binary ? 2 : ensemble.baseMargin.length;
  return {
    opType: 'TreeEnsembleClassifier',
    domain: 'ai.onnx.ml',
    name: 'trees',
    input: [inputName],
    output: ['label', 'probabilities'],
    attribute: [
      ...flat.attributes,
      ints('class_treeids', flat.leafTree),
      ints('class_nodeids', flat.leafNode),
      ints('class_ids', flat.leafOutput),
      floats('class_weights', flat.leafWeight),
      ints(
        'classlabels_int64s',
        Array.from({ length: nClasses }, (_, k) => k),
      ),
      floats('base_values', ensemble.baseMargin),
      text('post_transform', binary ? 'LOGISTIC' : 'SOFTMAX'),
    ],
  };
}

function regressorNode(ensemble: TreeEnsemble, inputName: string): OnnxNode {
  const flat = flatten(ensemble.trees, ensemble.treeOutput);
  return {
    opType: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    name: 'trees',
    input: [inputName],
    output: ['prediction'],
    attribute: [
      ...flat.attributes,
      ints('target_treeids', flat.leafTree),
      ints('target_nodeids', flat.leafNode),
      ints('target_ids', flat.leafOutput),
      floats('target_weights', flat.leafWeight),
      { name: 'n_targets', type: ATTRIBUTE_TYPE.int, i: ensemble.baseMargin.length },
      floats('base_values', ensemble.baseMargin),
      text('post_transform', 'NONE'),
    ],
  };
}

const tensorInfo = (name: string, elemType: number, columns: number | null): OnnxValueInfo => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: { dim: [{ dimParam: 'N' }, ...(columns === null ? [] : [{ dimValue: columns }])] },
    },
  },
});

/**
 * Bytes of an ONNX model that gives the same outputs as `evaluateTrees`.
 * Binary and multi-class models have the outputs `label` [N] and `probabilities` [N, classes]; a regression has
 * `prediction` [N, 1]. Input: float32 [N, features], missing values as NaN.
 */
export function writeOnnx(ensemble: TreeEnsemble, description: OnnxDescription = {}): Uint8Array {
  const inputName = description.inputName ?? 'input';
  const isRegression = ensemble.link === 'identity';
  const nOutputs = ensemble.link === 'logistic' ? 2 : ensemble.baseMargin.length;
  const properties: Record<string, string> = {
    [METADATA_KEYS.featureNames]: JSON.stringify(ensemble.featureNames),
    ...(description.modelVersion ? { [METADATA_KEYS.modelVersion]: description.modelVersion } : {}),
    ...(description.trainedAt ? { [METADATA_KEYS.trainedAt]: description.trainedAt } : {}),
    ...(description.demonstration ? { [METADATA_KEYS.demonstration]: 'true' } : {}),
    ...description.properties,
  };
  const model: OnnxModel = {
    irVersion: 8,
    opsetImport: [
      { domain: '', version: 15 },
      { domain: 'ai.onnx.ml', version: 3 },
    ],
    producerName: 'lead-scoring-monitor',
    docString: description.docString ?? '',
    graph: {
      name: 'tree-ensemble',
      node: [isRegression ? regressorNode(ensemble, inputName) : classifierNode(ensemble, inputName)],
      initializer: [],
      input: [tensorInfo(inputName, ELEMENT_TYPE.float, ensemble.featureNames.length)],
      output: isRegression
        ? [tensorInfo('prediction', ELEMENT_TYPE.float, nOutputs)]
        : [
            tensorInfo('label', ELEMENT_TYPE.int64, null),
            tensorInfo('probabilities', ELEMENT_TYPE.float, nOutputs),
          ],
    },
    metadataProps: Object.entries(properties).map(([key, value]) => ({ key, value })),
  };
  return encodeMessage('ModelProto', model);
}
