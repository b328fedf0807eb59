import { expect, test } from 'vitest';
import { binMatrix } from './bins.ts';
import { growTree } from './grow-tree.ts';

const limits = { maxDepth: 1, minChildWeight: 0, lambda: 1, gamma: 0, learningRate: 0.5 };

test('takes the split with the largest gain; leaves are -rate × G / (H + lambda)', () => {
  // Column 0 separates gradients (+1, +1 | -1, -1), column 1 does not. H = 1 a row.
  const matrix = binMatrix(new Float32Array([0, 5, 1, 6, 2, 5, 3, 6]), 4, 2);
  const gradients = { gradient: new Float64Array([1, 1, -1, -1]), hessian: new Float64Array(4).fill(1) };
  const tree = growTree(matrix, gradients, [0, 1, 2, 3], [0, 1], limits);
  expect(tree.feature[0]).toBe(0);
  expect(tree.threshold[0]).toBe(1.5);
  // G = 2 and -2, H = 2: -0.5 × 2 / 3 and its opposite.
  expect(tree.leaf[1]).toBeCloseTo(-1 / 3, 6);
  expect(tree.leaf[2]).toBeCloseTo(1 / 3, 6);
});

test('missing values go to the side where they gain most', () => {
  const matrix = binMatrix(new Float32Array([0, 1, Number.NaN, Number.NaN]), 4, 1);
  const gradients = { gradient: new Float64Array([1, -1, 1, 1]), hessian: new Float64Array(4).fill(1) };
  expect(growTree(matrix, gradients, [0, 1, 2, 3], [0], limits).defaultLeft[0]).toBe(1);
  const opposite = { gradient: new Float64Array([1, -1, -1, -1]), hessian: new Float64Array(4).fill(1) };
  expect(growTree(matrix, opposite, [0, 1, 2, 3], [0], limits).defaultLeft[0]).toBe(0);
});

test('a child lighter than the minimum, or no gain, leaves a single leaf', () => {
  const matrix = binMatrix(new Float32Array([0, 1, 2, 3]), 4, 1);
  const gradients = { gradient: new Float64Array([1, -1, -1, -1]), hessian: new Float64Array(4).fill(1) };
  const rows = [0, 1, 2, 3];
  expect(growTree(matrix, gradients, rows, [0], { ...limits, minChildWeight: 3 }).left).toEqual(
    new Int32Array([-1]),
  );
  const flat = { gradient: new Float64Array(4), hessian: new Float64Array(4).fill(1) };
  expect(growTree(matrix, flat, rows, [0], limits).left).toEqual(new Int32Array([-1]));
});
