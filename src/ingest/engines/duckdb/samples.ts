import type { PredictionRow, ScoredKey, TimeRange } from '../../store.ts';
import type { Database } from './database.ts';
import { decodeText } from './feature-tables.ts';
import { featureRows, inRange } from './sql.ts';

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
    order by us desc, score desc, label, ms nulls last, version nulls last limit ${limit}`);
}

/**
 * SQL that orders rows as if at random, the same whatever the order of the files and whatever the engine: by a mixed
 * time in plain integer arithmetic, then by what the rows hold.
 */
export const sampleOrder = (columns: readonly string[]): string => {
  const mixed = mix(mix('(us % 2147483647)'));
  return [mixed, 'us', 'score', 'label', 'ms', 'version', ...columns]
    .map((c) => `${c} nulls last`)
    .join(', ');
};

/** One round of x² + 12345x modulo a Mersenne prime; stays within 63 bits. */
const mix = (x: string): string => `((${x} * ${x} + 12345 * ${x}) % 2147483647)`;

export async function productionTexts(
  db: Database,
  column: number,
  range: TimeRange,
  limit: number,
): Promise<string[]> {
  const rows = await db.rows<{ n: number | null; t: string | null }>(`
    select n${column} as n, t${column} as t from ${featureRows(column)}
    where ${inRange(range)} and (n${column} is not null or t${column} is not null)
    order by ${sampleOrder([`n${column}`, `t${column}`])} limit ${limit}`);
  return rows.map(({ n, t }) => (n === null ? decodeText(t ?? '') : String(n)));
}

export async function productionRows(
  db: Database,
  columns: readonly (number | null)[],
  range: TimeRange,
  limit: number,
): Promise<(string | number | null)[][]> {
  const known = columns.filter((column) => column !== null);
  const list = known.flatMap((column) => [`n${column}`, `t${column}`]);
  const rows = await db.rows<Record<string, string | number | null>>(`
    select ${list.length === 0 ? 'us' : list.join(', ')} from wide_predictions where ${inRange(range)}
    order by ${sampleOrder(list)} limit ${limit}`);
  return rows.map((row) => columns.map((column) => (column === null ? null : cell(row, column))));
}

function cell(row: Record<string, string | number | null>, column: number): string | number | null {
  const n = row[`n${column}`];
  if (typeof n === 'number') return n;
  const t = row[`t${column}`];
  return typeof t === 'string' ? decodeText(t) : null;
}

/** Newest prediction of each key. */
export async function scoresByKey(db: Database, column: string, range: TimeRange): Promise<ScoredKey[]> {
  const rows = await db.rows<ScoredKey>(`
    select ${column} as key, us / 1000.0::double as time, score from predictions
    where ${inRange(range)} and ${column} is not null
    qualify row_number() over (partition by ${column} order by us desc, score desc) = 1
    order by us, key`);
  return rows.map((row) => ({ ...row, key: decodeText(row.key) }));
}
