import type { PredictionRow, ScoredKey, TimeRange } from '../store.ts';
import type { Database } from './database.ts';
import { decodeText } from './feature-tables.ts';
import { inRange } from './sql.ts';

/** Newest first; rows of one microsecond are ordered by what they hold, so that file order never shows. */
export async function newestPredictions(
  db: Database,
  range: TimeRange,
  limit: number,
  score: { readonly min: number; readonly max: number } | undefined,
): Promise<PredictionRow[]> {
  const scored = score === undefined ? '' : `and score between ${score.min} and ${score.max}`;
  return db.rows<PredictionRow>(`
    select us / 1000.0::double as time, score, label, ms as "inferenceMs", version as "modelVersion"
    from predictions where ${inRange(range)} ${scored}
    order by us desc, score desc, label, ms, version limit ${limit}`);
}

/** SQL that orders rows by a hash of their content: a sample that is the same whatever the order of the files. */
export const sampleOrder = (columns: string): string =>
  `hash(us, score, label, ms, version), us, score, label, ms, version${columns === '' ? '' : `, ${columns}`}`;

export async function productionTexts(
  db: Database,
  column: number,
  range: TimeRange,
  limit: number,
): Promise<string[]> {
  const rows = await db.rows<{ n: number | null; t: string | null }>(`
    select n${column} as n, t${column} as t from predictions
    where ${inRange(range)} and (n${column} is not null or t${column} <> 'null')
    order by ${sampleOrder(`n${column}, t${column}`)} limit ${limit}`);
  return rows.map(({ n, t }) => (n === null ? decodeText(t ?? '') : String(n)));
}

export async function productionRows(
  db: Database,
  columns: readonly (number | null)[],
  range: TimeRange,
  limit: number,
): Promise<(string | number | null)[][]> {
  const known = columns.filter((column) => column !== null);
  const list = known.map((column) => `n${column}, t${column}`).join(', ');
  const rows = await db.rows<Record<string, string | number | null>>(`
    select ${list === '' ? 'us' : list} from predictions where ${inRange(range)}
    order by ${sampleOrder(list)} limit ${limit}`);
  return rows.map((row) => columns.map((column) => (column === null ? null : cell(row, column))));
}

function cell(row: Record<string, string | number | null>, column: number): string | number | null {
  const n = row[`n${column}`];
  if (typeof n === 'number') return n;
  const t = row[`t${column}`];
  return typeof t !== 'string' || t === 'null' ? null : decodeText(t);
}

/** Newest prediction of each key. */
export async function scoresByKey(db: Database, column: string, range: TimeRange): Promise<ScoredKey[]> {
  const rows = await db.rows<ScoredKey>(`
    select ${column} as key, us / 1000.0::double as time, score from predictions
    where ${inRange(range)} and ${column} is not null and ${column} <> 'null'
    qualify row_number() over (partition by ${column} order by us desc, score desc) = 1
    order by us, key`);
  return rows.map((row) => ({ ...row, key: decodeText(row.key) }));
}
