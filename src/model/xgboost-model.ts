import { type Field, ModelFieldError } from './document.ts';
import { type Link, type Tree, type TreeEnsemble, treeFault } from './tree-ensemble.ts';

/** An XGBoost model converted to a `TreeEnsemble`. */
export interface XgboostModel {
  readonly ensemble: TreeEnsemble;
  /** `binary:logistic`, … */
  readonly objective: string;
  readonly booster: 'gbtree' | 'dart';
  /** Version of XGBoost that wrote the file, `3.2.0`, or null. */
  readonly writtenBy: string | null;
}

const round32 = Math.fround;

/** Supported objectives with their link function. Others are refused by name. */
const LINKS: Readonly<Record<string, Link>> = {
  'binary:logistic': 'logistic',
  'reg:logistic': 'logistic',
  'multi:softprob': 'softmax',
  'multi:softmax': 'softmax',
  'reg:squarederror': 'identity',
  'reg:absoluteerror': 'identity',
  'reg:pseudohubererror': 'identity',
  'binary:logitraw': 'identity',
};

const refuse = (what: string): never => {
  throw new ModelFieldError(`${what} is not supported`);
};

/** `5E-1` of older versions, `[5E-1]` and `[1E-1,2E-1]` of newer ones. */
function parseBaseScores(field: Field): number[] {
  const parts = field
    .text()
    .replace(/^\[|\]$/g, '')
    .split(',');
  return parts.map((part) => {
    const value = Number(part);
    if (part.trim() === '' || !Number.isFinite(value))
      throw new ModelFieldError(`${field.path}: expected a number, got "${part}"`);
    return round32(value);
  });
}

/** Base score to margin in float32, operation by operation as XGBoost's ProbToMargin does. */
function baseMargins(field: Field, link: Link, nOutputs: number): Float32Array {
  const scores = parseBaseScores(field);
  if (scores.length !== 1 && scores.length !== nOutputs) {
    throw new ModelFieldError(`${field.path}: holds ${scores.length} values for ${nOutputs} outputs`);
  }
  return Float32Array.from({ length: nOutputs }, (_, k) => {
    const score = scores[scores.length === 1 ? 0 : k] as number;
    if (link !== 'logistic') return score;
    if (!(score > 0 && score < 1)) throw new ModelFieldError(`${field.path}: ${score} is not inside (0, 1)`);
    return -round32(Math.log(round32(round32(1 / score) - 1)));
  });
}

function readTree(field: Field, weight: number, nFeatures: number): Tree {
  if (
    field.get('split_type').length > 0 &&
    field
      .get('split_type')
      .numbers()
      .some((type) => type !== 0)
  ) {
    refuse(`${field.path}: a categorical split (enable_categorical)`);
  }
  const leafSize = field.get('tree_param').get('size_leaf_vector');
  if (leafSize.exists && leafSize.number() > 1)
    refuse(`${field.path}: a tree with vector leaves (multi_strategy)`);
  const left = Int32Array.from(field.get('left_children').numbers());
  const conditions = field.get('split_conditions').numbers();
  const tree: Tree = {
    left,
    right: Int32Array.from(field.get('right_children').numbers()),
    feature: Int32Array.from(field.get('split_indices').numbers()),
    threshold: Float32Array.from(conditions, (value, node) => ((left[node] ?? -1) < 0 ? 0 : value)),
    defaultLeft: Uint8Array.from(field.get('default_left').numbers(), (value) => (value === 0 ? 0 : 1)),
    // XGBoost stores a leaf's value in the field that holds the split of an inner node.
    leaf: Float32Array.from(conditions, (value, node) =>
      (left[node] ?? -1) < 0 ? round32(round32(value) * weight) : 0,
    ),
  };
  const lengths = new Set(
    [left, tree.right, tree.feature, tree.threshold, tree.defaultLeft].map((a) => a.length),
  );
  if (lengths.size !== 1) throw new ModelFieldError(`${field.path}: its node lists differ in length`);
  const fault = treeFault(tree, nFeatures);
  if (fault !== null) throw new ModelFieldError(`${field.path}: ${fault}`);
  return tree;
}

function featureNames(learner: Field, nFeatures: number): readonly string[] {
  const field = learner.get('feature_names');
  if (field.length === 0) return Array.from({ length: nFeatures }, (_, i) => `f${i}`);
  const names = field.list().map((name) => name.text());
  if (names.length !== nFeatures) {
    throw new ModelFieldError(`${field.path}: names ${names.length} features of ${nFeatures}`);
  }
  return names;
}

/**
 * Trees used for prediction: after early stopping a model keeps all trees, but scikit-learn's wrapper predicts with the
 * best ones only.
 */
function usedTrees(learner: Field, model: Field, nTrees: number, nOutputs: number): number {
  const best = learner.get('attributes').exists ? learner.get('attributes').get('best_iteration') : null;
  if (best === null || !best.exists) return nTrees;
  const iterations = best.number() + 1;
  const boundaries = model.get('iteration_indptr');
  if (boundaries.length > 0) return boundaries.numbers()[iterations] ?? nTrees;
  // Before XGBoost 2.0 every iteration had the same number of trees.
  const parallel = model.get('gbtree_model_param').get('num_parallel_tree');
  const perIteration = Math.max(1, parallel.exists ? parallel.number() : 1) * nOutputs;
  return Math.min(nTrees, iterations * perIteration);
}

const MAX_FEATURES = 1_000_000;
const MAX_CLASSES = 10_000;

/**
 * Reads the document that `Booster.save_model` writes (JSON or UBJSON, schema of XGBoost 1.0 to 3.x) into trees.
 * @throws ModelFieldError naming the field, for a document that is broken or cannot be evaluated exactly.
 */
export function readXgboostDocument(root: Field): XgboostModel {
  const learner = root.get('learner');
  const objective = learner.get('objective').get('name').text();
  const link = LINKS[objective] ?? refuse(`objective "${objective}"`);
  const booster = learner.get('gradient_booster').get('name').text();
  if (booster !== 'gbtree' && booster !== 'dart') return refuse(`booster "${booster}"`);
  const gradientBooster = learner.get('gradient_booster');
  const model = (booster === 'dart' ? gradientBooster.get('gbtree') : gradientBooster).get('model');
  const categories = model.get('cats');
  if (categories.exists && categories.get('enc').length > 0) refuse('a model with categorical features');

  const parameters = learner.get('learner_model_param');
  const nFeatures = parameters.get('num_feature').number();
  const nClasses = parameters.get('num_class').number();
  const nTargets = parameters.get('num_target').exists ? parameters.get('num_target').number() : 1;
  if (nTargets > 1) refuse('a model with several targets');
  if (!(nFeatures >= 1 && nFeatures <= MAX_FEATURES))
    throw new ModelFieldError('num_feature is out of range');
  if (!(nClasses >= 0 && nClasses <= MAX_CLASSES)) throw new ModelFieldError('num_class is out of range');
  const nOutputs = link === 'softmax' ? nClasses : 1;
  if (nOutputs < 1) throw new ModelFieldError(`objective ${objective} with ${nClasses} classes`);

  const treeFields = model.get('trees').list();
  const weights = booster === 'dart' ? gradientBooster.get('weight_drop').numbers() : null;
  const used = usedTrees(learner, model, treeFields.length, nOutputs);
  const treeOutput = Int32Array.from(model.get('tree_info').numbers().subarray(0, used));
  if (treeOutput.length !== used) throw new ModelFieldError('tree_info is shorter than the trees');
  if (treeOutput.some((output) => output < 0 || output >= nOutputs))
    throw new ModelFieldError('tree_info names no such output');
  const version = root.get('version');
  return {
    objective,
    booster,
    writtenBy: version.length > 0 ? Array.from(version.numbers()).join('.') : null,
    ensemble: {
      trees: treeFields
        .slice(0, used)
        .map((tree, t) => readTree(tree, round32(weights?.[t] ?? 1), nFeatures)),
      treeOutput,
      baseMargin: baseMargins(parameters.get('base_score'), link, nOutputs),
      link,
      featureNames: featureNames(learner, nFeatures),
    },
  };
}
