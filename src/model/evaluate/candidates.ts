import { basename } from 'node:path';
import { configurationError, inputError } from '../../monitor-error.ts';
import { SMALL_DATA_PARAMETERS } from '../train/booster.ts';
import { crossValidate } from '../train/cross-validate.ts';
import { type CellTable, typeTrainingTable } from '../train/training-table.ts';
import type { ScoredCandidate } from './evaluate.ts';
import { scoreCells } from './score-cells.ts';

export interface CandidateContext {
  readonly table: CellTable;
  readonly target: string;
  /** Columns that are not features, for cross-validation. */
  readonly ignored: ReadonlySet<string>;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

function fromColumn(table: CellTable, name: string): Float64Array {
  const cells = table.columns[table.header.indexOf(name)];
  if (cells === undefined) {
    throw configurationError(
      'column-missing',
      `${table.location}: has no column "${name}" (columns: ${table.header.join(', ')})`,
    );
  }
  return Float64Array.from(cells, (cell, row) => {
    const score = cell.trim() === '' ? Number.NaN : Number(cell);
    if (!(score >= 0 && score <= 1)) {
      throw inputError(
        'score-invalid',
        `${table.location}, row ${row + 1}: "${name}" is "${cell}"; expected a probability from 0 to 1`,
      );
    }
    return score;
  });
}

function fromCrossValidation(context: CandidateContext): Float64Array {
  const { table, target, ignored, seed, signal, onProgress } = context;
  const cv = crossValidate(typeTrainingTable(table, target, ignored), {
    parameters: SMALL_DATA_PARAMETERS,
    classWeight: 1,
    seed,
    k: 5,
    repeats: 1,
    signal,
    onProgress,
  });
  return cv.scores[0] ?? new Float64Array(0);
}

/**
 * Scores of a candidate given as on the command line: an `.onnx` file, `column:NAME` for scores in the table, or `cv`
 * for our own training, cross-validated on the table.
 */
export async function scoreCandidate(spec: string, context: CandidateContext): Promise<ScoredCandidate> {
  if (spec === 'cv') {
    return {
      name: 'train-model',
      how: 'cross-validated, 5 folds: no lead is scored by a model that saw it',
      scores: fromCrossValidation(context),
    };
  }
  if (spec.startsWith('column:')) {
    const name = spec.slice('column:'.length);
    return { name, how: `scores in the column "${name}"`, scores: fromColumn(context.table, name) };
  }
  return {
    name: basename(spec),
    how: 'scored now; optimistic if it was trained on these leads',
    scores: await scoreCells(spec, context.table),
  };
}
