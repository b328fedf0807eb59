import { memoryStore } from '../../ingest/engines/memory/store.ts';
import type { ReferenceData } from '../../ingest/sources/tables.ts';
import type { Store } from '../../ingest/store.ts';
import { DAY_MS } from '../../wording/time.ts';

/** A row of a table from JSON, CSV or Parquet. Lists and objects become their JSON text. */
export type Row = Readonly<Record<string, unknown>>;

type Cell = number | string | boolean | null;

/** A row, split into features and score; the score is null where it is missing. */
export interface ComparedRow {
  readonly features: Readonly<Record<string, Cell>>;
  readonly score: number | null;
}

/** Keys of a prediction other than its input; a flat row may have them too, and none of them is a feature. */
const NOT_FEATURES: ReadonlySet<string> = new Set([
  'timestamp',
  'score',
  'label',
  'inference_ms',
  'model_version',
  'input',
]);

/**
 * A row with an `input` object is a logged prediction, and its features are the input's keys. The features of any other
 * row are its own keys except those of a prediction.
 */
export function comparedRow(row: Row): ComparedRow {
  const { input, score } = row;
  const isLogged = isRecord(input);
  const entries = Object.entries(isLogged ? input : row);
  const features = entries.filter(([name]) => isLogged || !NOT_FEATURES.has(name));
  return {
    features: Object.fromEntries(features.map(([name, value]) => [name, toCell(value)])),
    score: typeof score === 'number' && Number.isFinite(score) ? score : null,
  };
}

function toCell(value: unknown): Cell {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return JSON.stringify(value) ?? null;
}

const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Converts rows to the reference of a store. */
export function referenceOf(rows: readonly ComparedRow[]): ReferenceData {
  const columns = new Map<string, (number | string | null)[]>();
  rows.forEach(({ features }, index) => {
    for (const [name, cell] of Object.entries(features)) {
      const cells = columns.get(name) ?? new Array<number | string | null>(rows.length).fill(null);
      cells[index] = typeof cell === 'boolean' ? String(cell) : cell;
      columns.set(name, cells);
    }
  });
  return {
    present: true,
    location: 'the reference',
    rows: rows.length,
    rejected: 0,
    reasons: [],
    columns: [...columns].map(([name, cells]) => ({ name, cells })),
    scores: null,
    outcomes: null,
  };
}

/** A window with every row: tables have no timestamps, so a row's time is its index in milliseconds. */
export const ALL_ROWS = { start: -1, end: DAY_MS } as const;

/** A store of production rows and a reference, without time chunks. */
export function comparedStore(reference: ReferenceData, production: readonly ComparedRow[]): Store {
  const predictions = production.map(({ features, score }, index) => ({
    time: index,
    score: score ?? Number.NaN,
    label: '',
    inferenceMs: null,
    modelVersion: null,
    input: features,
  }));
  const store = memoryStore({ predictions, requests: [] }, { reference, now: ALL_ROWS.end });
  return { ...store, chunkTables: async () => [] };
}
