import { expect, test } from 'vitest';
import { Field } from './document.ts';
import { evaluateTrees } from './tree-ensemble.ts';
import { readXgboostDocument } from './xgboost-model.ts';

interface Overrides {
  objective?: string;
  booster?: string;
  baseScore?: string;
  numClass?: string;
  tree?: object;
  trees?: object[];
  treeInfo?: number[];
  weightDrop?: number[];
  cats?: object;
  attributes?: object;
  names?: string[];
}

/** A tree of one split on column 1 at 2.5: -0.4 below, 0.6 from there on; missing goes right. */
const tree = {
  left_children: [1, -1, -1],
  right_children: [2, -1, -1],
  split_indices: [1, 0, 0],
  split_conditions: [2.5, -0.4, 0.6],
  default_left: [0, 0, 0],
  split_type: [0, 0, 0],
  tree_param: { num_nodes: '3', num_feature: '2', size_leaf_vector: '1' },
};

/** A document as XGBoost 3.2 writes it, with the parts that tests vary. */
function model(overrides: Overrides = {}): Field {
  const trees = overrides.trees ?? [{ ...tree, ...overrides.tree }];
  const gbtree = {
    gbtree_model_param: { num_trees: String(trees.length), num_parallel_tree: '1' },
    trees,
    tree_info: overrides.treeInfo ?? trees.map(() => 0),
    iteration_indptr: [0, ...trees.map((_, i) => i + 1)],
    ...(overrides.cats === undefined ? {} : { cats: overrides.cats }),
  };
  const name = overrides.booster ?? 'gbtree';
  const booster =
    name === 'dart'
      ? { name, gbtree: { name: 'gbtree', model: gbtree }, weight_drop: overrides.weightDrop ?? [1] }
      : { name, model: gbtree };
  return new Field(
    {
      version: [3, 2, 0],
      learner: {
        attributes: overrides.attributes ?? {},
        feature_names: overrides.names ?? ['a', 'b'],
        gradient_booster: booster,
        learner_model_param: {
          base_score: overrides.baseScore ?? '[5E-1]',
          num_class: overrides.numClass ?? '0',
          num_feature: '2',
          num_target: '1',
        },
        objective: { name: overrides.objective ?? 'binary:logistic' },
      },
    } as never,
    'model',
  );
}

const score = (overrides: Overrides, ...rows: number[][]): number[] =>
  Array.from(
    evaluateTrees(
      readXgboostDocument(model(overrides)).ensemble,
      Float32Array.from(rows.flat()),
      rows.length,
    ),
    (v) => Number(v.toFixed(6)),
  );

/** 1 / (1 + e^0.4) and 1 / (1 + e^-0.6), by hand. */
const LOW = 0.401312;
const HIGH = 0.645656;

test('binary:logistic: below the split left, on it right, missing by default direction', () => {
  expect(score({}, [0, 2.4], [0, 2.5], [0, Number.NaN])).toEqual([LOW, HIGH, HIGH]);
});

test.each(['[5E-1]', '5E-1', '0.5'])('base score written as %s adds a margin of nothing', (baseScore) => {
  expect(score({ baseScore }, [0, 0])).toEqual([LOW]);
});

test('base score is a probability: 0.62 adds ln(0.62 / 0.38) = 0.489548 to the margin', () => {
  // 1 / (1 + e^-(0.489548 - 0.4))
  expect(score({ baseScore: '[6.2E-1]' }, [0, 0])).toEqual([0.522372]);
});

test('dart: every tree is weighted by its weight_drop', () => {
  // 1 / (1 + e^(0.4 × 0.5))
  expect(score({ booster: 'dart', weightDrop: [0.5] }, [0, 0])).toEqual([0.450166]);
});

test('early stopping: only the trees up to the best iteration count', () => {
  expect(score({ trees: [tree, tree, tree], attributes: { best_iteration: '0' } }, [0, 0])).toEqual([LOW]);
});

test('multi:softprob: trees add to their class, base scores are margins', () => {
  const scores = score(
    {
      objective: 'multi:softprob',
      numClass: '3',
      trees: [tree, tree, tree],
      treeInfo: [0, 1, 2],
      baseScore: '[0,0,1]',
    },
    [0, 3],
  );
  // Margins 0.6, 0.6, 1.6: softmax = 1/(2 + e), 1/(2 + e), e/(2 + e).
  expect(scores).toEqual([0.211942, 0.211942, 0.576117]);
});

test('regression: the sum itself', () => {
  expect(score({ objective: 'reg:squarederror', baseScore: '[1E1]' }, [0, 0])).toEqual([9.6]);
});

test('columns without names are called f0, f1, … as XGBoost does', () => {
  expect(readXgboostDocument(model({ names: [] })).ensemble.featureNames).toEqual(['f0', 'f1']);
});

test.each<[string, Overrides, RegExp]>([
  ['another objective', { objective: 'rank:pairwise' }, /objective "rank:pairwise" is not supported/],
  ['a linear booster', { booster: 'gblinear' }, /booster "gblinear" is not supported/],
  ['a categorical split', { tree: { split_type: [1, 0, 0] } }, /categorical split .* is not supported/],
  [
    'categorical features',
    { cats: { enc: [{}], feature_segments: [], sorted_idx: [] } },
    /categorical features is not supported/,
  ],
  ['vector leaves', { tree: { tree_param: { size_leaf_vector: '3' } } }, /vector leaves .* is not supported/],
  [
    'a cycle',
    { tree: { left_children: [1, 0, -1], right_children: [2, 2, -1] } },
    /trees\[0\]: node \d is reached twice/,
  ],
  ['a child outside', { tree: { left_children: [7, -1, -1] } }, /points outside the tree/],
  ['one child', { tree: { right_children: [-1, -1, -1] } }, /has one child/],
  ['a column outside', { tree: { split_indices: [9, 0, 0] } }, /column 9 of 2/],
  ['lists of two lengths', { tree: { default_left: [0] } }, /node lists differ in length/],
  [
    'a leaf that is no number',
    { tree: { split_conditions: [2.5, Number.POSITIVE_INFINITY, 1] } },
    /leaf 1 is not a finite number/,
  ],
  ['a base score of 1', { baseScore: '[1E0]' }, /not inside \(0, 1\)/],
  ['a base score in words', { baseScore: 'half' }, /base_score: expected a number, got "half"/],
  ['names that are too few', { names: ['a'] }, /names 1 features of 2/],
  ['an output that is not there', { treeInfo: [3] }, /tree_info names no such output/],
])('%s is refused by name', (_name, overrides, reason) => {
  expect(() => readXgboostDocument(model(overrides))).toThrow(reason);
});

test('a field that is missing is named by its path', () => {
  expect(() => readXgboostDocument(new Field({ learner: {} } as never, 'model'))).toThrow(
    'model.learner.objective: expected an object',
  );
});
