import { logistic, type Tree, type TreeEnsemble } from '../tree-ensemble.ts';
import type { RowPairs } from './row-pairs.ts';

/** Rows of the ensemble's columns, row-major, missing as NaN. */
export interface Rows {
  readonly values: Float32Array;
  readonly count: number;
}

/** Weighted contributions summed by row of either side: `[row * players + player]`. Both sum to the same total a player. */
export interface PairContributions {
  readonly players: number;
  readonly explained: Float64Array;
  readonly background: Float64Array;
}

/** Margins closer than this are scaled by the derivative, the limit of the quotient. */
const EQUAL_MARGINS = 1e-9;

/** Margins in double precision, so that contributions add up to their difference. */
function exactMargins(ensemble: TreeEnsemble, rows: Rows): Float64Array {
  const width = ensemble.featureNames.length;
  const result = new Float64Array(rows.count).fill(ensemble.baseMargin[0] ?? 0);
  for (const tree of ensemble.trees) {
    const sides = sidesOf(tree, rows, width);
    const nNodes = tree.left.length;
    for (let row = 0; row < rows.count; row += 1) {
      let node = 0;
      while ((tree.left[node] as number) >= 0) {
        node = (sides[row * nNodes + node] === 1 ? tree.left[node] : tree.right[node]) as number;
      }
      result[row] = (result[row] as number) + (tree.leaf[node] as number);
    }
  }
  return result;
}

/** Model output of every row: probability for the logistic link, the margin for the identity. */
export function exactOutputs(ensemble: TreeEnsemble, rows: Rows): Float64Array {
  const margins = exactMargins(ensemble, rows);
  return ensemble.link === 'logistic' ? margins.map(logistic) : margins;
}

/** 1 where a row would go left, for every row and node of one tree. */
function sidesOf(tree: Tree, rows: Rows, width: number): Uint8Array {
  const nNodes = tree.left.length;
  const sides = new Uint8Array(rows.count * nNodes);
  for (let node = 0; node < nNodes; node += 1) {
    if ((tree.left[node] as number) < 0) continue;
    const column = tree.feature[node] as number;
    const threshold = tree.threshold[node] as number;
    const missing = tree.defaultLeft[node] as number;
    for (let row = 0; row < rows.count; row += 1) {
      const value = rows.values[row * width + column] as number;
      sides[row * nNodes + node] = Number.isNaN(value) ? missing : value < threshold ? 1 : 0;
    }
  }
  return sides;
}

/** `[a * size + b]` = a! b! / (a + b + 1)!, the Shapley weight of a leaf for one more player. */
function shapleyWeights(size: number): Float64Array {
  const weights = new Float64Array(size * size);
  for (let a = 0; a < size; a += 1) {
    for (let b = 0; b < size; b += 1) {
      let weight = 1 / (a + b + 1);
      for (let i = 1; i <= b; i += 1) weight *= i / (a + i);
      weights[a * size + b] = weight;
    }
  }
  return weights;
}

/**
 * Follows one tree for one pair of rows at once. Where both rows take the same side the path is common; where they part,
 * the player of that column comes from the explained row in one branch and from the background row in the other. A leaf
 * reached with `a` players from the explained and `b` from the background row adds its value times a Shapley weight to each.
 */
class PairWalk {
  readonly #tree: Tree;
  readonly #player: Int32Array;
  readonly #weights: Float64Array;
  readonly #size: number;
  /** 1 from the explained row, 2 from the background row, 0 open. */
  readonly #source: Uint8Array;
  readonly contribution: Float64Array;
  #explained = 0;
  #background = 0;
  #explainedSides: Uint8Array = new Uint8Array(0);
  #backgroundSides: Uint8Array = new Uint8Array(0);
  #gained = 0;
  #lost = 0;

  constructor(tree: Tree, player: Int32Array, players: number, weights: Float64Array) {
    this.#tree = tree;
    this.#player = player;
    this.#weights = weights;
    this.#size = Math.round(Math.sqrt(weights.length));
    this.#source = new Uint8Array(players);
    this.contribution = new Float64Array(players);
  }

  /** Adds the tree's contributions for one pair to `contribution`, which the caller empties. */
  add(explainedSides: Uint8Array, explained: number, backgroundSides: Uint8Array, background: number): void {
    this.#explainedSides = explainedSides;
    this.#backgroundSides = backgroundSides;
    this.#explained = explained;
    this.#background = background;
    this.#visit(0, 0, 0);
  }

  #visit(node: number, a: number, b: number): void {
    const { left, right, feature, leaf } = this.#tree;
    let at = node;
    for (;;) {
      const below = left[at] as number;
      if (below < 0) {
        const value = leaf[at] as number;
        this.#gained = a > 0 ? value * (this.#weights[(a - 1) * this.#size + b] as number) : 0;
        this.#lost = b > 0 ? -value * (this.#weights[a * this.#size + b - 1] as number) : 0;
        return;
      }
      const above = right[at] as number;
      const own = this.#explainedSides[this.#explained + at] === 1 ? below : above;
      const other = this.#backgroundSides[this.#background + at] === 1 ? below : above;
      if (own === other) {
        at = own;
        continue;
      }
      const player = this.#player[feature[at] as number] as number;
      const source = this.#source[player] as number;
      if (source !== 0) {
        at = source === 1 ? own : other;
        continue;
      }
      this.#source[player] = 1;
      this.#visit(own, a + 1, b);
      const gained = this.#gained;
      const lost = this.#lost;
      this.#source[player] = 2;
      this.#visit(other, a, b + 1);
      this.#source[player] = 0;
      this.contribution[player] = (this.contribution[player] as number) + gained + this.#lost;
      this.#gained += gained;
      this.#lost += lost;
      return;
    }
  }
}

/** Number of different players on the longest path of a tree, at most the number of players. */
function playersDeep(tree: Tree, player: Int32Array): number {
  let deepest = 0;
  const pending = [{ node: 0, seen: new Set<number>() }];
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    const left = tree.left[task.node] as number;
    deepest = Math.max(deepest, task.seen.size);
    if (left < 0) continue;
    const seen = new Set(task.seen).add(player[tree.feature[task.node] as number] as number);
    pending.push({ node: left, seen }, { node: tree.right[task.node] as number, seen });
  }
  return deepest;
}

/** Difference of the outputs over that of the margins. */
function outputPerMargin(ensemble: TreeEnsemble, margin: number, other: number): number {
  if (ensemble.link === 'identity') return 1;
  const p = logistic(margin);
  const difference = margin - other;
  return Math.abs(difference) < EQUAL_MARGINS ? p * (1 - p) : (p - logistic(other)) / difference;
}

/**
 * Interventional TreeSHAP of pairs of rows: how much each player (a column, or several that belong together) moves the
 * output from that of the background row to that of the explained row, when columns change from one to the other in every
 * order. Each pair's contributions, which are exact in the margin, are scaled to its difference in output (probability for the
 * logistic link), so they add up exactly. With every pair of a row and the background this is `shap.TreeExplainer(model,
 * background, model_output="probability", feature_perturbation="interventional")`.
 *
 * Source: Lundberg et al., Nature Machine Intelligence 2 (2020), algorithm 3; Laberge and Pequignot, "Understanding
 * interventional TreeSHAP" (2022), for columns that form one player.
 *
 * @param player of every column, 0 … players − 1.
 * @throws RangeError for an ensemble of several outputs.
 */
export function treeShap(
  ensemble: TreeEnsemble,
  explained: Rows,
  background: Rows,
  pairs: RowPairs,
  player: Int32Array = Int32Array.from(ensemble.featureNames.keys()),
): PairContributions {
  if (ensemble.link === 'softmax' || ensemble.baseMargin.length !== 1) {
    throw new RangeError('contributions are of one output; this ensemble has several');
  }
  const width = ensemble.featureNames.length;
  const players = player.reduce((most, p) => Math.max(most, p + 1), 0);
  const margins = exactMargins(ensemble, explained);
  const others = exactMargins(ensemble, background);
  const result = {
    players,
    explained: new Float64Array(explained.count * players),
    background: new Float64Array(background.count * players),
  };
  const scale = pairs.weight.map(
    (weight, t) =>
      weight *
      outputPerMargin(
        ensemble,
        margins[pairs.explained[t] as number] as number,
        others[pairs.background[t] as number] as number,
      ),
  );
  for (const tree of ensemble.trees) {
    const nNodes = tree.left.length;
    if (nNodes === 1) continue;
    const weights = shapleyWeights(playersDeep(tree, player) + 1);
    const walk = new PairWalk(tree, player, players, weights);
    const touched = [
      ...new Set(
        Array.from(tree.feature, (f, n) => ((tree.left[n] as number) < 0 ? -1 : (player[f] as number))),
      ),
    ].filter((p) => p >= 0);
    const sides = sidesOf(tree, explained, width);
    const otherSides = sidesOf(tree, background, width);
    for (let t = 0; t < scale.length; t += 1) {
      const row = pairs.explained[t] as number;
      const other = pairs.background[t] as number;
      walk.add(sides, row * nNodes, otherSides, other * nNodes);
      for (const p of touched) {
        const contribution = (walk.contribution[p] as number) * (scale[t] as number);
        walk.contribution[p] = 0;
        const at = row * players + p;
        const otherAt = other * players + p;
        result.explained[at] = (result.explained[at] as number) + contribution;
        result.background[otherAt] = (result.background[otherAt] as number) + contribution;
      }
    }
  }
  return result;
}
