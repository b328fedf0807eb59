/** A value of a row: what JSON, CSV and Parquet hold. Lists and objects count as their JSON text. */
export type RowValue = unknown;
export type Row = Readonly<Record<string, RowValue>>;

export type Cell = number | string | boolean | null;

/** One side of a comparison, by column. */
export interface Columns {
  readonly rows: number;
  readonly features: ReadonlyMap<string, readonly Cell[]>;
  /** The `score` of every row that has one. */
  readonly scores: readonly number[];
}

/** Keys of a prediction beside its input; a flat row may carry them too, and none of them is a feature. */
const NOT_FEATURES: ReadonlySet<string> = new Set([
  'timestamp',
  'score',
  'label',
  'inference_ms',
  'model_version',
  'input',
]);

/**
 * Rows as columns. A row with an `input` object is a logged prediction: its features are the input's keys. Any other
 * row is features itself, but for the keys of a prediction.
 */
export function toColumns(rows: readonly Row[]): Columns {
  const features = new Map<string, Cell[]>();
  const scores: number[] = [];
  rows.forEach((row, index) => {
    const { input, score } = row;
    if (typeof score === 'number' && Number.isFinite(score)) scores.push(score);
    const own = isRecord(input) ? input : row;
    for (const [name, value] of Object.entries(own)) {
      if (own === row && NOT_FEATURES.has(name)) continue;
      const column = features.get(name) ?? new Array<Cell>(rows.length).fill(null);
      column[index] = toCell(value);
      features.set(name, column);
    }
  });
  return { rows: rows.length, features, scores };
}

function toCell(value: RowValue): Cell {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return JSON.stringify(value) ?? null;
}

const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
