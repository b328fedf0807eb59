import { expect, test } from 'vitest';
import { readLightgbm } from './lightgbm-model.ts';
import { parseModel } from './read-model.ts';
import { evaluateTrees } from './tree-ensemble.ts';

interface Overrides {
  objective?: string;
  head?: string;
  decision?: string;
  leftChild?: string;
  numCat?: string;
  thresholds?: string;
}

/** Two splits: column 1 at 0.1 (a double), then column 0 at 5; leaves -0.4, 0.6, 0.2. As LightGBM 4 writes it. */
const text = (overrides: Overrides = {}): string => `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=${overrides.objective ?? 'binary sigmoid:1'}
feature_names=age size
feature_infos=[0:9] [0:9]
${overrides.head ?? ''}
tree_sizes=400

Tree=0
num_leaves=3
num_cat=${overrides.numCat ?? '0'}
split_feature=1 0
split_gain=1 1
threshold=${overrides.thresholds ?? '0.10000000000000001 5.0000000000000009'}
decision_type=${overrides.decision ?? '8 10'}
left_child=${overrides.leftChild ?? '-1 -2'}
right_child=1 -3
leaf_value=-0.4 0.6 0.2
is_linear=0
shrinkage=0.1


end of trees

feature_importances:
age=1
`;

const score = (rows: number[][], overrides?: Overrides): number[] =>
  Array.from(
    evaluateTrees(readLightgbm(text(overrides)).ensemble, Float32Array.from(rows.flat()), rows.length),
    (v) => Number(v.toFixed(6)),
  );

/** Logistic of -0.4, 0.6 and 0.2, by hand. */
const [A, B, C] = [0.401312, 0.645656, 0.549834];

test('a value at the split goes left, as LightGBM compares', () => {
  // 0.1 as a float32 is 0.100000001…, above the double 0.1: right. Then 5 <= 5.0000000000000009: left.
  expect(
    score([
      [5, 0.1],
      [5.001, 0.1],
      [5, 0.0999],
    ]),
  ).toEqual([B, C, A]);
});

test('missing values go to the default side, or count as 0 where training saw none', () => {
  // decision_type 8: missing is NaN, default right; 10: default left.
  expect(score([[Number.NaN, Number.NaN]])).toEqual([B]);
  // decision_type 2: training saw no missing value, so NaN is 0, and 0 <= 0.1 goes left.
  expect(score([[9, Number.NaN]], { decision: '2 2' })).toEqual([A]);
});

test('an infinite split sends every number left', () => {
  expect(score([[9, 3]], { thresholds: 'inf 5' })).toEqual([A]);
});

test('is told apart from other formats by its first line', () => {
  const model = parseModel(Buffer.from(text()));
  expect(model).toMatchObject({ format: 'text', writtenBy: 'LightGBM (format v4)', native: null });
  expect(model.ensemble.featureNames).toEqual(['age', 'size']);
});

test.each<[string, Overrides, RegExp]>([
  ['a categorical split', { numCat: '1' }, /categorical split is not supported/],
  ['a categorical node', { decision: '1 10' }, /categorical split is not supported/],
  ['zero as missing', { decision: '4 10' }, /zero as a missing value .* is not supported/],
  ['a random forest', { head: 'average_output' }, /random forest .* is not supported/],
  ['another sigmoid', { objective: 'binary sigmoid:2' }, /sigmoid other than 1/],
  ['another objective', { objective: 'lambdarank' }, /objective "lambdarank" is not supported/],
  ['a cycle', { leftChild: '0 -2' }, /Tree=0: node 0 is reached twice/],
  ['a child outside', { leftChild: '-9 -2' }, /points outside the tree/],
  ['a list that is too short', { thresholds: '0.1' }, /threshold is not 2 numbers/],
])('%s is refused', (_name, overrides, reason) => {
  expect(() => readLightgbm(text(overrides))).toThrow(reason);
});
