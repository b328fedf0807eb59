import { ModelFieldError } from './document.ts';
import { strictlyBelowFor } from './float32.ts';
import { type Link, type Tree, type TreeEnsemble, treeFault } from './tree-ensemble.ts';

/** A LightGBM model converted to a `TreeEnsemble`. */
export interface LightgbmModel {
  readonly ensemble: TreeEnsemble;
  readonly objective: string;
  /** Version of the text format, `v4`. */
  readonly version: string;
}

/** Bits of a node's `decision_type` (LightGBM, include/LightGBM/tree.h). */
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING = { none: 0, zero: 1, nan: 2 } as const;

const refuse = (what: string): never => {
  throw new ModelFieldError(`${what} is not supported`);
};

type Section = ReadonlyMap<string, string>;

/** `key=value` lines up to the next blank line. */
function parseSection(text: string): Section {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at < 0 ? [[line.trim(), '']] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
    }),
  );
}

function required(section: Section, key: string, where: string): string {
  const value = section.get(key);
  if (value === undefined) throw new ModelFieldError(`${where}: has no ${key}`);
  return value;
}

/** Parses a number as C++ prints it, `inf` included. */
const toNumber = (text: string): number =>
  /^[+-]?inf$/.test(text) ? Number(text.replace('inf', 'Infinity')) : Number(text);

function numbers(section: Section, key: string, length: number, where: string): number[] {
  const values = required(section, key, where).split(/\s+/).map(toNumber);
  if (values.length !== length || values.some(Number.isNaN)) {
    throw new ModelFieldError(`${where}: ${key} is not ${length} numbers`);
  }
  return values;
}

/** `binary sigmoid:1`, `multiclass num_class:3`, `regression`, … */
function linkOf(objective: string): Link {
  const [name = '', ...parameters] = objective.split(/\s+/);
  const sigmoid = parameters.find((parameter) => parameter.startsWith('sigmoid:'));
  if (sigmoid !== undefined && Number(sigmoid.slice(8)) !== 1)
    refuse(`objective "${objective}" (a sigmoid other than 1)`);
  if (name === 'binary' || name === 'cross_entropy') return 'logistic';
  if (name === 'multiclass') return 'softmax';
  if (name === 'regression' && parameters.length === 0) return 'identity';
  return refuse(`objective "${objective}"`);
}

/** Side of missing values: the default side, or that of 0 where training had none. */
function missingGoesLeft(decision: number, threshold: number, where: string): boolean {
  const kind = (decision >> 2) & 3;
  if (kind === MISSING.zero) return refuse(`${where}: zero as a missing value (zero_as_missing)`);
  return kind === MISSING.nan ? (decision & DEFAULT_LEFT) !== 0 : 0 <= threshold;
}

function readTree(section: Section, where: string, nFeatures: number): Tree {
  const nLeaves = Number(required(section, 'num_leaves', where));
  if (!(Number.isInteger(nLeaves) && nLeaves >= 1 && nLeaves <= 1_000_000))
    throw new ModelFieldError(`${where}: num_leaves is ${nLeaves}`);
  if (Number(section.get('num_cat') ?? 0) > 0) refuse(`${where}: a categorical split`);
  if (section.get('is_linear') === '1') refuse(`${where}: a linear tree`);
  const nInner = nLeaves - 1;
  const nNodes = nInner + nLeaves;
  const leaves = numbers(section, 'leaf_value', nLeaves, where);
  const tree: Tree = {
    feature: new Int32Array(nNodes),
    threshold: new Float32Array(nNodes),
    left: new Int32Array(nNodes).fill(-1),
    right: new Int32Array(nNodes).fill(-1),
    defaultLeft: new Uint8Array(nNodes),
    leaf: new Float32Array(nNodes),
  };
  leaves.forEach((leaf, i) => {
    tree.leaf[nInner + i] = leaf;
  });
  if (nInner > 0) {
    const lists = ['split_feature', 'threshold', 'decision_type', 'left_child', 'right_child'] as const;
    const [features, thresholds, decisions, left, right] = lists.map((key) =>
      numbers(section, key, nInner, where),
    );
    // A child below 0 is a leaf: -1 the first, -2 the second, …
    const place = (child: number): number => (child < 0 ? nInner - child - 1 : child);
    for (let node = 0; node < nInner; node += 1) {
      const decision = decisions?.[node] ?? 0;
      const threshold = thresholds?.[node] ?? Number.NaN;
      if ((decision & CATEGORICAL) !== 0) refuse(`${where}: a categorical split`);
      tree.feature[node] = features?.[node] ?? -1;
      tree.threshold[node] = strictlyBelowFor(threshold);
      tree.left[node] = place(left?.[node] ?? 0);
      tree.right[node] = place(right?.[node] ?? 0);
      tree.defaultLeft[node] = missingGoesLeft(decision, threshold, where) ? 1 : 0;
    }
  }
  const fault = treeFault(tree, nFeatures);
  if (fault !== null) throw new ModelFieldError(`${where}: ${fault}`);
  return tree;
}

/** True for the first bytes of a LightGBM text model. */
export const isLightgbm = (bytes: Uint8Array): boolean =>
  /^tree\r?\n/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 8)));

/**
 * Reads the text that LightGBM's `Booster.save_model` writes. Splits there are `value <= threshold` in double
 * precision; each becomes an equivalent float32 comparison.
 *
 * @throws ModelFieldError for a text that is broken or cannot be evaluated exactly.
 */
export function readLightgbm(text: string): LightgbmModel {
  const body = text.replaceAll('\r\n', '\n').split('\nend of trees')[0] ?? '';
  const [head = '', ...treeTexts] = body.split(/\n(?=Tree=)/);
  const header = parseSection(head);
  if (header.has('average_output')) refuse('a random forest (average_output)');
  const objective = required(header, 'objective', 'the header');
  const link = linkOf(objective);
  const names = required(header, 'feature_names', 'the header').split(/\s+/);
  const nFeatures = Number(required(header, 'max_feature_idx', 'the header')) + 1;
  if (names.length !== nFeatures)
    throw new ModelFieldError(`the header names ${names.length} features of ${nFeatures}`);
  const perIteration = Number(required(header, 'num_tree_per_iteration', 'the header'));
  const nOutputs = link === 'softmax' ? Number(required(header, 'num_class', 'the header')) : 1;
  if (perIteration !== nOutputs || !(nOutputs >= 1 && nOutputs <= 10_000)) {
    throw new ModelFieldError(`${perIteration} trees an iteration for ${nOutputs} outputs`);
  }
  const trees = treeTexts.map((tree, t) => readTree(parseSection(tree), `Tree=${t}`, nFeatures));
  return {
    objective,
    version: header.get('version') ?? '',
    ensemble: {
      trees,
      treeOutput: Int32Array.from(trees, (_, t) => t % nOutputs),
      baseMargin: new Float32Array(nOutputs),
      link,
      featureNames: names,
    },
  };
}
