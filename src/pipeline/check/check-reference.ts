import { knownNames, LOG_FIELDS } from '../../ingest/rules/log-fields.ts';
import { readOutcome } from '../../ingest/sources/reference.ts';
import type { ReferenceColumn, ReferenceData } from '../../ingest/sources/tables.ts';

export interface CheckedReference {
  readonly location: string;
  readonly present: boolean;
  readonly rows: number;
  /** The one column that is named like a score or an outcome and holds one; null where one is read, or none or several fit. */
  readonly likelyScore: string | null;
  readonly likelyOutcome: string | null;
}

const SCORE_NAMES = LOG_FIELDS.predictions.filter(({ name }) => name === 'score').flatMap(knownNames);
const OUTCOME_NAMES = [
  ...['engaged', 'outcome', 'target', 'label', 'converted', 'conversion'],
  ...['won', 'responded', 'replied', 'y'],
];

/** Which columns of the reference are probably its score and its outcome: no prediction has them among its inputs. */
export function checkReference(
  { location, present, rows, columns, scores, outcomes }: ReferenceData,
  onlyReference: readonly string[],
): CheckedReference {
  const only = (names: readonly string[], fits: (column: ReferenceColumn) => boolean): string | null => {
    const found = columns.filter(
      (column) => names.includes(column.name) && onlyReference.includes(column.name) && fits(column),
    );
    return found.length === 1 ? (found[0]?.name ?? null) : null;
  };
  const likelyScore = scores === null ? only(SCORE_NAMES, isScore) : null;
  const scored = scores ?? columns.find(({ name }) => name === likelyScore)?.cells ?? [];
  const fits = (column: ReferenceColumn): boolean => isOutcome(column) && !isDecision(column, scored);
  return {
    location,
    present,
    rows,
    likelyScore,
    likelyOutcome: outcomes === null ? only(OUTCOME_NAMES, fits) : null,
  };
}

const filledOf = ({ cells }: ReferenceColumn) => cells.filter((cell) => cell !== null);

/** Shares, not only 0 and 1. */
const isScore = (column: ReferenceColumn): boolean => {
  const filled = filledOf(column);
  return (
    filled.some((cell) => cell !== 0 && cell !== 1) &&
    filled.every((cell) => typeof cell === 'number' && cell >= 0 && cell <= 1)
  );
};

const isOutcome = (column: ReferenceColumn): boolean => {
  const filled = filledOf(column);
  return filled.length > 0 && filled.every((cell) => readOutcome(cell) !== null);
};

/** Fewest rows of either outcome; among fewer, chance alone may divide the scores. */
const MIN_OF_EACH = 5;

/** A column that follows from the score by a threshold is what the model said of a lead, not what became of it. */
function isDecision({ cells }: ReferenceColumn, scores: readonly (string | number | null)[]): boolean {
  const scoresOf = (outcome: boolean): number[] =>
    cells.flatMap((cell, i) => {
      const score = scores[i];
      return typeof score === 'number' && readOutcome(cell) === outcome ? [score] : [];
    });
  const [engaged, others] = [scoresOf(true), scoresOf(false)];
  if (Math.min(engaged.length, others.length) < MIN_OF_EACH) return false;
  const smallest = engaged.reduce((least, score) => Math.min(least, score), Infinity);
  return others.every((score) => score < smallest);
}
