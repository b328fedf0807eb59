import { configurationError, inputError } from '../../monitor-error.ts';

/** A column of labelled rows, as the API receives it. */
export type TrainingColumn =
  | { readonly name: string; readonly kind: 'numeric'; readonly values: readonly (number | null)[] }
  | {
      readonly name: string;
      readonly kind: 'category' | 'text';
      readonly values: readonly (string | null)[];
    };

/** Labelled rows in columns. */
export interface TrainingTable {
  readonly columns: readonly TrainingColumn[];
  /** 1 for the positive class. */
  readonly labels: Uint8Array;
  readonly rows: number;
}

/** Named cells of a CSV file, before they have types. */
export interface CellTable {
  readonly location: string;
  readonly header: readonly string[];
  /** Cells by column, then by row. */
  readonly columns: readonly (readonly string[])[];
  readonly rows: number;
}

/** Columns that are never features: keys of leads, labelling dates, scores of a model. */
export const NEVER_FEATURES: readonly string[] = [
  'lead_key',
  'lead_id',
  'lead_hash',
  'linkedin_url',
  'email',
  'date',
  'labelled_at',
  'timestamp',
  'score',
];

/**
 * A string column is free text where it has more distinct values than this, which also exceed this share of the filled
 * rows.
 */
const TEXT_DISTINCT = 20;
const TEXT_SHARE = 0.4;

const POSITIVE = new Set(['1', '1.0', 'true', 'yes']);
const NEGATIVE = new Set(['0', '0.0', 'false', 'no']);

function typedColumn(name: string, cells: readonly string[]): TrainingColumn | null {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length === 0) return null;
  const isNumeric = filled.every((cell) => Number.isFinite(Number(cell)));
  if (isNumeric) {
    return { name, kind: 'numeric', values: cells.map((cell) => (cell.trim() === '' ? null : Number(cell))) };
  }
  const distinct = new Set(filled).size;
  const isText = distinct > TEXT_DISTINCT && distinct > TEXT_SHARE * filled.length;
  return {
    name,
    kind: isText ? 'text' : 'category',
    values: cells.map((cell) => (cell.trim() === '' ? null : cell)),
  };
}

function readLabels(table: CellTable, target: string): Uint8Array {
  const at = table.header.indexOf(target);
  const cells = table.columns[at];
  if (cells === undefined) {
    throw configurationError(
      'target-missing',
      `${table.location}: has no column "${target}"; name the outcome with --target (columns: ${table.header.join(', ')})`,
    );
  }
  return Uint8Array.from(cells, (cell, row) => {
    const text = cell.trim().toLowerCase();
    if (POSITIVE.has(text)) return 1;
    if (NEGATIVE.has(text)) return 0;
    throw inputError(
      'target-not-binary',
      `${table.location}, row ${row + 1}: "${target}" is "${cell}"; expected 0 or 1 (true/false, yes/no)`,
    );
  });
}

/**
 * Gives cells their types: a column is numeric where every filled cell is a number; strings with more than 20 distinct
 * values in more than 40 % of the filled rows are text, other strings categories. Empty columns are left out.
 *
 * @param ignored columns that are not features: keys, dates, earlier scores.
 * @throws MonitorError where the target is missing, is not binary, or has one class only.
 */
export function typeTrainingTable(
  table: CellTable,
  target: string,
  ignored: ReadonlySet<string> = new Set(),
): TrainingTable {
  const labels = readLabels(table, target);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0 || positives === labels.length) {
    throw inputError(
      'target-one-class',
      `${table.location}: every row has "${target}" ${positives === 0 ? 0 : 1}; both outcomes are needed to train`,
    );
  }
  const columns = table.header.flatMap((name, c) => {
    if (name === target || ignored.has(name)) return [];
    const column = typedColumn(name, table.columns[c] ?? []);
    return column === null ? [] : [column];
  });
  if (columns.length === 0)
    throw inputError('no-features', `${table.location}: no column is left to learn from`);
  return { columns, labels, rows: labels.length };
}
