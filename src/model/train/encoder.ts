import { type Random, shuffle } from '../../stats/distributions/random.ts';
import type { TrainingColumn, TrainingTable } from './training-table.ts';

/**
 * Encoding of one raw column as numbers. Fitted on training rows only; plain data, so that it can be stored in the
 * model's metadata.
 */
export type ColumnEncoding =
  | { readonly column: string; readonly kind: 'numeric' }
  | { readonly column: string; readonly kind: 'one-hot'; readonly levels: readonly string[] }
  | {
      readonly column: string;
      readonly kind: 'target';
      /** Smoothed rate of the positive class by level; a level that is not listed gets `prior`. */
      readonly rates: Readonly<Record<string, number>>;
      readonly prior: number;
    }
  | { readonly column: string; readonly kind: 'text' };

export interface EncodedMatrix {
  readonly names: readonly string[];
  /** Row-major, missing as NaN. */
  readonly values: Float32Array;
  readonly rows: number;
}

/** Limit of frequent levels for one-hot encoding; a column with more is target-encoded. */
const MAX_ONE_HOT = 50;
/** Minimum number of rows for a level to get its own column. */
const MIN_LEVEL_ROWS = 5;
/** Weight of the overall rate in a level's rate, in rows. */
const TARGET_SMOOTHING = 10;
/** Parts in the cross-fitting of target rates, so that a row's own outcome does not enter its encoding. */
const CROSS_FIT_PARTS = 5;

type Strings = readonly (string | null)[];

/** Level of a missing category, because missingness can be informative. */
const levelOf = (value: string | null | undefined): string => value ?? '(missing)';

function usualLevels(values: Strings, rows: readonly number[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const level = levelOf(values[row]);
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return [...counts.entries()]
    .filter(([, count]) => count >= MIN_LEVEL_ROWS)
    .map(([level]) => level)
    .toSorted();
}

interface Rates {
  readonly rates: Record<string, number>;
  readonly prior: number;
}

/** (positives + m × prior) / (rows + m) of every level (m-estimate; Micci-Barreca, SIGKDD Explorations 3, 2001). */
function targetRates(values: Strings, labels: Uint8Array, rows: readonly number[]): Rates {
  const prior = rows.reduce((sum, row) => sum + (labels[row] ?? 0), 0) / Math.max(1, rows.length);
  const totals = new Map<string, [positives: number, rows: number]>();
  for (const row of rows) {
    const level = levelOf(values[row]);
    const total = totals.get(level) ?? [0, 0];
    totals.set(level, [total[0] + (labels[row] ?? 0), total[1] + 1]);
  }
  const rates: Record<string, number> = Object.create(null);
  for (const [level, [positives, n]] of totals) {
    rates[level] = (positives + TARGET_SMOOTHING * prior) / (n + TARGET_SMOOTHING);
  }
  return { rates, prior };
}

function fitColumn(column: TrainingColumn, labels: Uint8Array, rows: readonly number[]): ColumnEncoding {
  if (column.kind === 'numeric') return { column: column.name, kind: 'numeric' };
  if (column.kind === 'text') return { column: column.name, kind: 'text' };
  const levels = usualLevels(column.values, rows);
  if (levels.length <= MAX_ONE_HOT) {
    return { column: column.name, kind: 'one-hot', levels };
  }
  return { column: column.name, kind: 'target', ...targetRates(column.values, labels, rows) };
}

/** Fits every column's encoding on the given rows; outcomes of other rows are not used. */
export const fitEncodings = (table: TrainingTable, rows: readonly number[]): ColumnEncoding[] =>
  table.columns.map((column) => fitColumn(column, table.labels, rows));

/** Names of the columns that an encoding produces. */
export function encodedNames(encoding: ColumnEncoding): string[] {
  switch (encoding.kind) {
    case 'numeric':
      return [encoding.column];
    case 'target':
      return [encoding.column];
    case 'one-hot':
      return encoding.levels.map((level) => `${encoding.column}_${level}`);
    case 'text':
      return [`${encoding.column}_length`, `${encoding.column}_items`];
  }
}

/**
 * Encoded values of one raw value. A text gives its length and its number of comma-separated items, 0 where missing.
 */
export function encodeValue(encoding: ColumnEncoding, value: number | string | null): number[] {
  switch (encoding.kind) {
    case 'numeric':
      return [typeof value === 'number' ? value : Number.NaN];
    case 'one-hot': {
      const level = levelOf(value === null ? null : String(value));
      return encoding.levels.map((known) => (known === level ? 1 : 0));
    }
    case 'target': {
      const level = levelOf(value === null ? null : String(value));
      return [Object.hasOwn(encoding.rates, level) ? (encoding.rates[level] as number) : encoding.prior];
    }
    case 'text': {
      const text = value === null ? '' : String(value);
      return [text.length, text === '' ? 0 : text.split(',').length];
    }
  }
}

/** Encodes rows with fitted encodings. */
export function encodeRows(
  table: TrainingTable,
  encodings: readonly ColumnEncoding[],
  rows: readonly number[],
): EncodedMatrix {
  const names = encodings.flatMap(encodedNames);
  const values = new Float32Array(rows.length * names.length);
  const columns = encodings.map((encoding) => table.columns.find((c) => c.name === encoding.column));
  rows.forEach((row, r) => {
    let at = r * names.length;
    encodings.forEach((encoding, e) => {
      for (const code of encodeValue(encoding, columns[e]?.values[row] ?? null)) {
        values[at] = code;
        at += 1;
      }
    });
  });
  return { names, values, rows: rows.length };
}

/**
 * Encodes the rows that the encodings were fitted on. Target rates are cross-fitted: a row's rate is computed from the
 * other parts of the training rows, because a rate that includes the row's own outcome leaks the target.
 */
export function encodeTrainingRows(
  table: TrainingTable,
  encodings: readonly ColumnEncoding[],
  rows: readonly number[],
  random: Random,
): EncodedMatrix {
  const matrix = encodeRows(table, encodings, rows);
  const order = shuffle(Uint32Array.from(rows.keys()), random);
  const width = matrix.names.length;
  let at = 0;
  for (const encoding of encodings) {
    const column = table.columns.find((c) => c.name === encoding.column);
    if (encoding.kind === 'target' && column !== undefined && column.kind !== 'numeric') {
      for (let part = 0; part < CROSS_FIT_PARTS; part += 1) {
        const isHeld = (_: number, i: number): boolean => i % CROSS_FIT_PARTS === part;
        const held = order.filter(isHeld);
        const others = Array.from(
          order.filter((v, i) => !isHeld(v, i)),
          (i) => rows[i] as number,
        );
        const fitted: ColumnEncoding = { ...encoding, ...targetRates(column.values, table.labels, others) };
        for (const i of held) {
          matrix.values[i * width + at] = encodeValue(
            fitted,
            column.values[rows[i] as number] ?? null,
          )[0] as number;
        }
      }
    }
    at += encodedNames(encoding).length;
  }
  return matrix;
}
