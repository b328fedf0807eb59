import type { Random } from '../../stats/distributions/random.ts';
import { evaluateTrees, type TreeEnsemble } from '../tree-ensemble.ts';
import { type BoosterParameters, boost } from './booster.ts';
import { type ColumnEncoding, encodeRows, encodeTrainingRows, fitEncodings } from './encoder.ts';
import { rowsInFold, rowsOutsideFold, stratifiedFolds } from './folds.ts';
import type { TrainingTable } from './training-table.ts';

/** Weight of a positive row against a negative one: 1 for none, `balanced` for the ratio of the classes. */
export type ClassWeight = number | 'balanced';

export interface FitOptions {
  readonly parameters: BoosterParameters;
  readonly classWeight: ClassWeight;
}

/** Encodings and trees fitted together. */
export interface FittedModel {
  readonly encodings: readonly ColumnEncoding[];
  readonly ensemble: TreeEnsemble;
  /** Rounds chosen by early stopping on inner folds. */
  readonly rounds: number;
}

const INNER_FOLDS = 4;

const labelsOf = (table: TrainingTable, rows: readonly number[]): Uint8Array =>
  Uint8Array.from(rows, (row) => table.labels[row] as number);

function weightsOf(labels: Uint8Array, classWeight: ClassWeight): Float64Array {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const ratio =
    classWeight === 'balanced' ? (labels.length - positives) / Math.max(1, positives) : classWeight;
  return Float64Array.from(labels, (label) => (label === 1 ? ratio : 1));
}

/** Validation loss by round of one inner fold. Encodings are fitted without the held-out rows too. */
function innerLoss(
  table: TrainingTable,
  training: readonly number[],
  held: readonly number[],
  options: FitOptions,
  random: Random,
): readonly number[] {
  const encodings = fitEncodings(table, training);
  const labels = labelsOf(table, training);
  return boost(
    encodeTrainingRows(table, encodings, training, random),
    labels,
    weightsOf(labels, options.classWeight),
    options.parameters,
    random,
    { matrix: encodeRows(table, encodings, held), labels: labelsOf(table, held) },
  ).validationLoss;
}

/** Number of rounds with the lowest mean loss over the inner folds, among the rounds that all folds reached. */
function chooseRounds(
  table: TrainingTable,
  rows: readonly number[],
  options: FitOptions,
  random: Random,
): number {
  const labels = labelsOf(table, rows);
  const folds = stratifiedFolds(labels, INNER_FOLDS, random);
  const curves = Array.from({ length: INNER_FOLDS }, (_, fold) =>
    innerLoss(
      table,
      rowsOutsideFold(folds, fold).map((i) => rows[i] as number),
      rowsInFold(folds, fold).map((i) => rows[i] as number),
      options,
      random,
    ),
  );
  const shortest = Math.min(...curves.map((curve) => curve.length));
  let best = 0;
  let bestLoss = Number.POSITIVE_INFINITY;
  for (let round = 0; round < shortest; round += 1) {
    const loss = curves.reduce((sum, curve) => sum + (curve[round] as number), 0);
    if (loss < bestLoss) {
      bestLoss = loss;
      best = round;
    }
  }
  return best + 1;
}

/**
 * Fits encodings and trees on the given rows. The number of rounds is chosen by cross-validation within these rows, so
 * that scores of other rows give an unbiased estimate of performance.
 */
export function fitModel(
  table: TrainingTable,
  rows: readonly number[],
  options: FitOptions,
  random: Random,
): FittedModel {
  const rounds = chooseRounds(table, rows, options, random);
  const encodings = fitEncodings(table, rows);
  const labels = labelsOf(table, rows);
  const { ensemble } = boost(
    encodeTrainingRows(table, encodings, rows, random),
    labels,
    weightsOf(labels, options.classWeight),
    { ...options.parameters, maxRounds: rounds },
    random,
  );
  return { encodings, ensemble, rounds };
}

/** Scores of rows by a fitted model, in the order of `rows`. */
export function scoreRows(model: FittedModel, table: TrainingTable, rows: readonly number[]): Float64Array {
  const matrix = encodeRows(table, model.encodings, rows);
  return evaluateTrees(model.ensemble, matrix.values, matrix.rows);
}
