import { expect, test } from 'vitest';
import { describeWithCases } from '../../tests/support/cases.ts';
import { oneStump, stump } from '../../tests/support/models.ts';
import { seededRandom } from '../stats/distributions/random.ts';
import { readOnnxTrees } from './onnx-trees.ts';
import { writeOnnx } from './onnx-writer.ts';
import { readModel } from './read-model.ts';
import { evaluateTrees, type TreeEnsemble } from './tree-ensemble.ts';

/** Rows at random, one value in five missing. */
function someRows(columns: number, nRows: number): Float32Array {
  const random = seededRandom(7);
  return Float32Array.from({ length: columns * nRows }, () =>
    random.uniform() < 0.2 ? Number.NaN : random.normal() * 3,
  );
}

function expectSame(ensemble: TreeEnsemble): void {
  const read = readOnnxTrees(writeOnnx(ensemble), ensemble.featureNames);
  const rows = someRows(ensemble.featureNames.length, 200);
  expect(evaluateTrees(read, rows, 200)).toEqual(evaluateTrees(ensemble, rows, 200));
}

test('trees written to ONNX are read back', () => {
  expectSame(oneStump({ baseMargin: new Float32Array([0.25]) }));
  expectSame(
    oneStump({ trees: [stump(0, 0.5, 1, 2, true), stump(1, -1, 0.5, 3)], treeOutput: new Int32Array(2) }),
  );
});

describeWithCases('the real model', (path) => {
  test('is read back from ONNX', async () => {
    expectSame((await readModel(path('model/xgboost_model.json'))).ensemble);
  });
});

test.each([
  ['a regression', oneStump({ link: 'identity' }), /TreeEnsembleRegressor/],
  [
    'several classes',
    oneStump({
      link: 'softmax',
      trees: [stump(0, 0, 1, 2), stump(1, 0, 1, 2), stump(1, 1, 2, 1)],
      treeOutput: new Int32Array([0, 1, 2]),
      baseMargin: new Float32Array(3),
    }),
    /logistic/,
  ],
])('%s is refused with the reason', (_, ensemble, reason) => {
  expect(() => readOnnxTrees(writeOnnx(ensemble), ensemble.featureNames)).toThrow(reason);
});

test('a tree that reads a column which the model does not name is refused', () => {
  expect(() => readOnnxTrees(writeOnnx(oneStump()), [])).toThrow('splits on column 0 of 0');
});
