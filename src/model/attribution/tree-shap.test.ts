import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeWithCases, ownCase } from '../../../tests/support/cases.ts';
import { stump } from '../../../tests/support/models.ts';
import { type Random, seededRandom } from '../../stats/distributions/random.ts';
import { readModel } from '../read-model.ts';
import { evaluateTrees, type Tree, type TreeEnsemble } from '../tree-ensemble.ts';
import { allPairs } from './row-pairs.ts';
import { exactOutputs, type Rows, treeShap } from './tree-shap.ts';

const rowsOf = (values: readonly (readonly number[])[]): Rows => ({
  values: Float32Array.from(values.flat()),
  count: values.length,
});

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** A random tree that splits on any column again and again. */
function randomTree(columns: number, depth: number, random: Random): Tree {
  const nodes: {
    feature: number;
    threshold: number;
    left: number;
    right: number;
    missing: number;
    leaf: number;
  }[] = [];
  const add = (level: number): number => {
    const at = nodes.length;
    const node = { feature: 0, threshold: 0, left: -1, right: -1, missing: 0, leaf: random.normal() };
    nodes.push(node);
    if (level > 0 && (level === depth || random.uniform() < 0.85)) {
      Object.assign(node, { feature: random.below(columns), threshold: random.normal(), leaf: 0 });
      node.missing = random.below(2);
      node.left = add(level - 1);
      node.right = add(level - 1);
    }
    return at;
  };
  add(depth);
  return {
    feature: Int32Array.from(nodes, (n) => n.feature),
    threshold: Float32Array.from(nodes, (n) => n.threshold),
    left: Int32Array.from(nodes, (n) => n.left),
    right: Int32Array.from(nodes, (n) => n.right),
    defaultLeft: Uint8Array.from(nodes, (n) => n.missing),
    leaf: Float32Array.from(nodes, (n) => n.leaf),
  };
}

const ensembleOf = (
  trees: readonly Tree[],
  columns: number,
  link: 'logistic' | 'identity',
): TreeEnsemble => ({
  trees,
  treeOutput: new Int32Array(trees.length),
  baseMargin: new Float32Array([0.3]),
  link,
  featureNames: Array.from({ length: columns }, (_, c) => `c${c}`),
});

const randomRows = (columns: number, count: number, random: Random): number[][] =>
  Array.from({ length: count }, () =>
    Array.from({ length: columns }, () => (random.uniform() < 0.2 ? Number.NaN : random.normal())),
  );

/** Shapley values by their definition: every player's margin contribution over all sets of the others. */
function shapley(
  ensemble: TreeEnsemble,
  row: number[],
  other: number[],
  player: Int32Array,
  players: number,
): number[] {
  const margin = { ...ensemble, link: 'identity' as const };
  const value = (set: number): number => {
    const mixed = row.map((own, c) => ((set >> (player[c] as number)) & 1 ? own : (other[c] as number)));
    return evaluateTrees(margin, Float32Array.from(mixed), 1)[0] as number;
  };
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: players }, (_, p) => {
    let total = 0;
    for (let set = 0; set < 1 << players; set += 1) {
      if ((set >> p) & 1) continue;
      const size = set.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(players - size - 1)) / factorial(players);
      total += weight * (value(set | (1 << p)) - value(set));
    }
    return total;
  });
}

describe.each([
  ['every column by itself', Int32Array.from([0, 1, 2, 3, 4]), 5],
  ['columns that belong together', Int32Array.from([0, 1, 1, 2, 0]), 3],
])('%s', (_, player, players) => {
  test.each(['identity', 'logistic'] as const)('random trees equal the definition (%s)', (link) => {
    const random = seededRandom(players);
    for (let round = 0; round < 20; round += 1) {
      const trees = Array.from({ length: 4 }, () => randomTree(5, 4, random));
      const ensemble = ensembleOf(trees, 5, link);
      const [row = [], other = []] = randomRows(5, 2, random);
      const pair = rowsOf([row]);
      const result = treeShap(ensemble, pair, rowsOf([other]), allPairs(1, 1), player);
      const expected = shapley(ensemble, row, other, player, players);
      const change =
        (exactOutputs(ensemble, pair)[0] ?? 0) - (exactOutputs(ensemble, rowsOf([other]))[0] ?? 0);
      const inMargin = expected.reduce((total, value) => total + value, 0);
      const scale = link === 'identity' || inMargin === 0 ? 1 : change / inMargin;
      expected.forEach((value, p) => {
        expect(result.explained[p]).toBeCloseTo(value * scale, 5);
      });
    }
  });
});

test('contributions add up exactly, by either side, over missing values', () => {
  const random = seededRandom(3);
  const trees = Array.from({ length: 30 }, () => randomTree(6, 5, random));
  const ensemble = ensembleOf(trees, 6, 'logistic');
  const explained = rowsOf(randomRows(6, 40, random));
  const background = rowsOf(randomRows(6, 25, random));
  const result = treeShap(ensemble, explained, background, allPairs(40, 25));
  const change = sum(exactOutputs(ensemble, explained)) / 40 - sum(exactOutputs(ensemble, background)) / 25;
  expect(Math.abs(sum(result.explained) - change)).toBeLessThan(1e-12);
  for (let p = 0; p < 6; p += 1) {
    const of = (values: Float64Array): number => sum(values.filter((_, i) => i % 6 === p));
    expect(Math.abs(of(result.explained) - of(result.background))).toBeLessThan(1e-12);
  }
});

test('opposite effects that leave the margin where it was are still told', () => {
  const ensemble = ensembleOf([stump(0, 0, 0, 1), stump(1, 0, 1, 0)], 2, 'logistic');
  const { explained } = treeShap(ensemble, rowsOf([[1, 1]]), rowsOf([[-1, -1]]), allPairs(1, 1));
  const p = 1 / (1 + Math.exp(-1.3));
  expect(explained[0]).toBeCloseTo(p * (1 - p), 6);
  expect(explained[1]).toBeCloseTo(-p * (1 - p), 6);
});

test('an ensemble of several outputs is refused', () => {
  const several = {
    ...ensembleOf([], 1, 'identity'),
    baseMargin: new Float32Array(3),
    link: 'softmax' as const,
  };
  expect(() => treeShap(several, rowsOf([[1]]), rowsOf([[1]]), allPairs(1, 1))).toThrow('several');
});

describeWithCases('the real model over rows with missing values', (path) => {
  const file = JSON.parse(readFileSync(ownCase('shap.json'), 'utf8')) as { contributions: number[][] };

  test('equals shap', async () => {
    const { ensemble } = await readModel(path('model/xgboost_model.json'));
    const real = JSON.parse(readFileSync(path('model/expected.json'), 'utf8')) as {
      rows: (number | null)[][];
    };
    const rows = real.rows.map((row, i) =>
      row.map((value, j) => (value === null || (7 * i + 3 * j) % 11 === 0 ? Number.NaN : value)),
    );
    const background = rowsOf(rows.slice(40, 70));
    file.contributions.forEach((expected, i) => {
      const result = treeShap(ensemble, rowsOf([rows[i] ?? []]), background, allPairs(1, 30));
      expected.forEach((value, column) => {
        expect(Math.abs((result.explained[column] ?? 0) - value)).toBeLessThan(1e-6);
      });
    });
  });
});
