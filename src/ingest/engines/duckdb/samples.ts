import { decodeText, keyTexts } from '../../rules/feature-table.ts';
import { sampleOrder } from '../../rules/sample-order.ts';
import { type ShadowRow, shadowScores } from '../../rules/shadow-scores.ts';
import type { LeadRow, PredictionRow, SampledRows, ScoredKey, TimeRange } from '../../store.ts';
import type { Database } from './database.ts';
import { featureRows, inRange, literals } from './sql.ts';

/** Newest first; rows of one microsecond are ordered by their values, so that the order of the files never shows. */
export async function newestPredictions(
  db: Database,
  range: TimeRange,
  limit: number,
  score: { readonly min: number; readonly max: number } | undefined,
): Promise<PredictionRow[]> {
  const scored = score === undefined ? '' : `and score between ${score.min} and ${score.max}`;
  return db.rows<PredictionRow>(`
    select time_us / 1000.0::double as time, score, label, latency_ms as "inferenceMs", version as "modelVersion"
    from predictions where ${inRange(range)} ${scored}
    order by time_us desc, score desc, label, latency_ms nulls last, version nulls last limit ${limit}`);
}

export async function productionTexts(
  db: Database,
  column: number,
  range: TimeRange,
  limit: number,
  newest: string,
): Promise<string[]> {
  const [number, text] = [`number${column}`, `text${column}`];
  const rows = await db.rows<{ number: number | null; text: string | null }>(`
    select ${number} as number, ${text} as text from ${featureRows(column)}
    where ${inRange(range)} and ${newest} and (${number} is not null or ${text} is not null)
    order by ${sampleOrder([number, text])} limit ${limit}`);
  return rows.map((row) => (row.number === null ? decodeText(row.text ?? '') : String(row.number)));
}

export async function productionRows(
  db: Database,
  columns: readonly (number | null)[],
  range: TimeRange,
  limit: number,
): Promise<Omit<SampledRows, 'reference'>> {
  const known = columns.filter((column) => column !== null);
  const list = known.flatMap((column) => [`number${column}`, `text${column}`]);
  const rows = await db.rows<Record<string, string | number | null>>(`
    select ${['score', 'version', ...list].join(', ')} from wide_predictions where ${inRange(range)}
    order by ${sampleOrder(list)} limit ${limit}`);
  return {
    production: rows.map((row) => columns.map((column) => (column === null ? null : cell(row, column)))),
    scores: rows.map((row) => Number(row['score'])),
    versions: rows.map((row) => String(row['version'] ?? '')),
  };
}

function cell(row: Record<string, string | number | null>, column: number): string | number | null {
  const number = row[`number${column}`];
  if (typeof number === 'number') return number;
  const text = row[`text${column}`];
  return typeof text === 'string' ? decodeText(text) : null;
}

/** First prediction of each key by each version. */
export async function firstScores(db: Database, column: string, range: TimeRange): Promise<ScoredKey[]> {
  const rows = await db.rows<ScoredKey>(`
    select ${column} as key, coalesce(version, '') as version, time_us / 1000.0::double as time, score from predictions
    where ${inRange(range)} and ${column} is not null
    qualify row_number() over (partition by ${column}, coalesce(version, '') order by time_us, score desc) = 1
    order by time_us, key, version`);
  return rows.map((row) => ({ ...row, key: decodeText(row.key) }));
}

/** Scores of versions that were not used, by key. */
export async function shadowsOf(
  db: Database,
  column: string,
  shadow: string,
  range: TimeRange,
): Promise<ScoredKey[]> {
  const rows = await db.rows<ShadowRow>(`
    select ${column} as key, time_us / 1000.0::double as time, ${shadow} as shadow from predictions
    where ${inRange(range)} and ${column} is not null and ${shadow} like '{%'`);
  return shadowScores(rows.map((row) => ({ ...row, key: decodeText(row.key) })));
}

/** First prediction of each of the given keys by each version, with the values of features. */
export async function leadRows(
  db: Database,
  key: string,
  leads: readonly string[],
  columns: readonly (number | null)[],
  range: TimeRange,
): Promise<LeadRow[]> {
  const list = columns.flatMap((column) => (column === null ? [] : [`number${column}`, `text${column}`]));
  const order = ['time_us', 'score desc', ...list.map((name) => `${name} nulls last`)].join(', ');
  const rows = await db.rows<ScoredKey & Record<string, string | number | null>>(`
    select ${key} as key, coalesce(version, '') as version, time_us / 1000.0::double as time,
      ${['score', ...list].join(', ')} from wide_predictions
    where ${inRange(range)} and ${key} in (select unnest(${literals(leads.flatMap(keyTexts))}::varchar[]))
    qualify row_number() over (partition by ${key}, coalesce(version, '') order by ${order}) = 1
    order by time_us, key, version`);
  return rows.map((row) => ({
    key: decodeText(row.key),
    version: row.version,
    time: row.time,
    score: row.score,
    cells: columns.map((column) => (column === null ? null : cell(row, column))),
  }));
}
