import { type Random, shuffle } from '../../stats/distributions/random.ts';
import { type BoosterParameters, boost } from '../train/booster.ts';
import type { TreeEnsemble } from '../tree-ensemble.ts';
import { exactOutputs, type Rows } from './tree-shap.ts';

export type Cell = string | number | null;

/** An input of the surrogate. Free text is read by its length and its number of comma-separated items. */
export interface SurrogateInput {
  readonly name: string;
  readonly isText: boolean;
}

/** Logged inputs (cells in the order of the features) with their scores, in [0, 1]. */
export interface ScoredRows {
  readonly cells: readonly (readonly Cell[])[];
  readonly scores: ArrayLike<number>;
}

export interface Surrogate {
  readonly ensemble: TreeEnsemble;
  /** Feature of every column of the ensemble. */
  readonly player: Int32Array;
  readonly encode: (cells: readonly (readonly Cell[])[]) => Rows;
}

/** Scores are no noisy labels, so trees may be fitted closely; held-out rows tell how well it went. */
const PARAMETERS: BoosterParameters = {
  maxRounds: 120,
  patience: 120,
  learningRate: 0.1,
  maxDepth: 3,
  minChildWeight: 0.5,
  lambda: 1,
  gamma: 0,
  subsample: 0.8,
  columnSample: 0.5,
};
/** Weight of the overall mean in a category's mean score, in rows. */
const SMOOTHING = 10;
/** A row's own score must not enter the mean score of its category that it is trained on. */
const CROSS_FIT_PARTS = 5;

type Coding =
  | { readonly kind: 'numeric' | 'text' }
  | { readonly kind: 'category'; readonly means: ReadonlyMap<string, number>; readonly prior: number };

const levelOf = (cell: Cell): string => (cell === null ? '(missing)' : String(cell));

function meanScores(cells: readonly Cell[], scores: ArrayLike<number>, rows: ArrayLike<number>): Coding {
  const totals = new Map<string, { sum: number; n: number }>();
  let sum = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    const level = levelOf(cells[row] ?? null);
    const total = totals.get(level) ?? { sum: 0, n: 0 };
    total.sum += scores[row] as number;
    total.n += 1;
    totals.set(level, total);
    sum += scores[row] as number;
  }
  const prior = sum / Math.max(1, rows.length);
  const means = new Map(
    [...totals].map(([level, t]) => [level, (t.sum + SMOOTHING * prior) / (t.n + SMOOTHING)]),
  );
  return { kind: 'category', means, prior };
}

function codingOf(cells: readonly Cell[], isText: boolean, scores: ArrayLike<number>): Coding {
  if (isText) return { kind: 'text' };
  const filled = cells.filter((cell) => cell !== null);
  const numbers = filled.filter((cell) => typeof cell === 'number');
  if (filled.length > 0 && numbers.length * 2 > filled.length) return { kind: 'numeric' };
  return meanScores(cells, scores, [...cells.keys()]);
}

function codesOf(coding: Coding, cell: Cell): number[] {
  switch (coding.kind) {
    case 'numeric':
      return [typeof cell === 'number' ? cell : Number.NaN];
    case 'text': {
      const text = cell === null ? '' : String(cell);
      return [text.length, text === '' ? 0 : text.split(',').length];
    }
    case 'category':
      return [coding.means.get(levelOf(cell)) ?? coding.prior];
  }
}

function encodeRows(codings: readonly Coding[], cells: readonly (readonly Cell[])[]): Rows {
  const values = cells.flatMap((row) => codings.flatMap((coding, f) => codesOf(coding, row[f] ?? null)));
  return { values: Float32Array.from(values), count: cells.length };
}

/** Replaces the category codes of training rows by means over the other parts. */
function crossFit(
  rows: Rows,
  codings: readonly Coding[],
  { cells, scores }: ScoredRows,
  player: Int32Array,
  random: Random,
): void {
  const order = shuffle(
    Uint32Array.from({ length: rows.count }, (_, i) => i),
    random,
  );
  player.forEach((feature, column) => {
    if (codings[feature]?.kind !== 'category') return;
    const own = cells.map((row) => row[feature] ?? null);
    for (let part = 0; part < CROSS_FIT_PARTS; part += 1) {
      const others = order.filter((_, i) => i % CROSS_FIT_PARTS !== part);
      const coding = meanScores(own, scores, others);
      order.forEach((row, i) => {
        if (i % CROSS_FIT_PARTS === part) {
          rows.values[row * player.length + column] = codesOf(coding, own[row] ?? null)[0] as number;
        }
      });
    }
  });
}

/**
 * Trees fitted to logged scores, to stand in for a model that cannot be read or whose inputs the log does not hold: categories
 * by their mean score, numbers as they are.
 */
export function fitSurrogate(
  inputs: readonly SurrogateInput[],
  training: ScoredRows,
  random: Random,
): Surrogate {
  const codings = inputs.map(({ isText }, f) =>
    codingOf(
      training.cells.map((row) => row[f] ?? null),
      isText,
      training.scores,
    ),
  );
  const player = Int32Array.from(codings.flatMap(({ kind }, f) => (kind === 'text' ? [f, f] : [f])));
  const rows = encodeRows(codings, training.cells);
  crossFit(rows, codings, training, player, random);
  const names = Array.from(player, (f, column) => `${inputs[f]?.name ?? ''}:${column}`);
  const matrix = { names, values: rows.values, rows: rows.count };
  const weights = new Float64Array(rows.count).fill(1);
  const { ensemble } = boost(matrix, training.scores, weights, PARAMETERS, random);
  return { ensemble, player, encode: (cells) => encodeRows(codings, cells) };
}

/** Share of the scores' variance that predictions explain; null where the scores do not vary. */
export function explainedShare(scores: ArrayLike<number>, predicted: ArrayLike<number>): number | null {
  const n = scores.length;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += scores[i] as number;
  const mean = sum / n;
  let total = 0;
  let rest = 0;
  for (let i = 0; i < n; i += 1) {
    total += ((scores[i] as number) - mean) ** 2;
    rest += ((scores[i] as number) - (predicted[i] as number)) ** 2;
  }
  return total > 1e-12 ? 1 - rest / total : null;
}

/** Scores that a surrogate gives to rows. */
export const surrogateScores = (surrogate: Surrogate, cells: readonly (readonly Cell[])[]): Float64Array =>
  exactOutputs(surrogate.ensemble, surrogate.encode(cells));

/** One number a cell, for correlations: numbers as they are, categories by their mean score, the length of a text. */
export function numericCodes(
  cells: readonly Cell[],
  isText: boolean,
  scores: ArrayLike<number>,
): Float64Array {
  const coding = codingOf(cells, isText, scores);
  return Float64Array.from(cells, (cell) => codesOf(coding, cell)[0] as number);
}
