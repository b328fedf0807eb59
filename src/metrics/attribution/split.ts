import { correlatedGroups } from '../../model/attribution/correlated-features.ts';
import { type MeanChange, meanChanges } from '../../model/attribution/mean-change.ts';
import { balancedPairs } from '../../model/attribution/row-pairs.ts';
import { numericCodes } from '../../model/attribution/surrogate.ts';
import { type Rows, treeShap } from '../../model/attribution/tree-shap.ts';
import type { TreeEnsemble } from '../../model/tree-ensemble.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import type { Explained, Sides } from './explain.ts';

/** A feature of the trees. */
export interface Player {
  readonly name: string;
  readonly isText: boolean;
  readonly isNumeric: boolean;
}

export interface GroupChange extends MeanChange {
  /** Indices of the players. */
  readonly players: readonly number[];
}

/** Rank correlation from which contributions cannot be told apart. */
const TOGETHER_ABOVE = 0.7;
const SEED = 20_260_221;
/** Pairs of rows times leaves of the ensemble; about a third of a second. */
const BUDGET = 12_000_000;
const MAX_LAYERS = 20;
/** Rows that a side keeps, however large the ensemble. */
const LEAST_ROWS = 200;

const leavesOf = ({ trees }: TreeEnsemble): number =>
  trees.reduce((sum, tree) => sum + (tree.left.length + 1) / 2, 0);

const firstRows = (rows: Rows, width: number, limit: number): Rows =>
  rows.count <= limit ? rows : { values: rows.values.subarray(0, limit * width), count: limit };

/** Change of the mean score by groups of features that go together, within a bounded time. */
export function splitChange(explained: Explained, players: readonly Player[], sides: Sides): GroupChange[] {
  const { ensemble } = explained;
  const width = ensemble.featureNames.length;
  const leaves = Math.max(1, leavesOf(ensemble));
  const limit = Math.max(LEAST_ROWS, Math.floor((2 * BUDGET) / leaves));
  const production = firstRows(explained.production, width, limit);
  const reference = firstRows(explained.reference, width, limit);
  const perLayer = leaves * (production.count + reference.count);
  const layers = Math.min(MAX_LAYERS, Math.max(1, Math.floor(BUDGET / perLayer)));
  const random = seededRandom(SEED);
  const pairs = balancedPairs(production.count, reference.count, layers, random);
  const contributions = treeShap(ensemble, production, reference, pairs, explained.player);
  const codes = players.map(({ isText }, i) =>
    numericCodes(
      sides.reference.cells.map((row) => row[i] ?? null),
      isText,
      sides.reference.scores,
    ),
  );
  const groups = correlatedGroups(codes, TOGETHER_ABOVE);
  return meanChanges(contributions, groups, random).map((change, g) => ({
    ...change,
    players: groups[g] as number[],
  }));
}
