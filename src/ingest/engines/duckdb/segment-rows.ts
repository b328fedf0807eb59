import type { NewSegment } from '../../row-cache/row-cache.ts';
import type { Database } from './database.ts';
import type { FeatureSql } from './feature-columns.ts';
import { literal } from './sql.ts';
import type { ReadTable, TableLayout } from './table-layout.ts';

/**
 * The first `records` rows of a file (all, where that is null) for the cache; null where there are none, or fewer than
 * the file had. Only features of which these rows hold a value get columns.
 */
export async function segmentOf(
  db: Database,
  { table, columns }: Pick<TableLayout, 'table' | 'columns'>,
  { features, sampled }: ReadTable,
  file: number,
  records: number | null,
): Promise<NewSegment | null> {
  const [range] = await db.rows<{ n: number; first: number | null }>(
    `select count(*)::double as n, min(rowid)::double as first from ${table} where file = ${file}`,
  );
  const held = range?.n ?? 0;
  const rows = records ?? held;
  if (rows === 0 || rows > held) return null;
  const where = `file = ${file} and rowid < ${(range?.first ?? 0) + rows}`;
  const kept = await withValues(db, table, features, where);
  const values = kept.flatMap(({ number, text }, i) => [
    ...(number === null ? [] : [`${number} as number${i}`]),
    ...(text === null ? [] : [`${text} as text${i}`]),
  ]);
  return {
    rows,
    columns: kept.map(({ key, number, text }) => ({ key, numbers: number !== null, texts: text !== null })),
    lookedFor: sampled ? features.map(({ key }) => key) : null,
    write: (target) =>
      db.run(`copy (select ${[...Object.keys(columns), ...values].join(', ')} from ${table}
        where ${where}) to ${literal(target)} (format parquet, use_tmp_file false)`),
  };
}

/** The features of which some row holds a number or another value, without the columns of the other kind. */
async function withValues(
  db: Database,
  table: string,
  features: readonly FeatureSql[],
  where: string,
): Promise<FeatureSql[]> {
  if (features.length === 0) return [];
  const held = (sql: string | null): string => (sql === null ? 'false' : `count(${sql}) > 0`);
  const counts = features.map(
    ({ number, text }, i) => `${held(number)} as number${i}, ${held(text)} as text${i}`,
  );
  const [has = {}] = await db.rows<Record<string, boolean>>(
    `select ${counts.join(', ')} from ${table} where ${where}`,
  );
  return features
    .map(({ key, number, text }, i) => ({
      key,
      number: has[`number${i}`] === true ? number : null,
      text: has[`text${i}`] === true ? text : null,
    }))
    .filter(({ number, text }) => number !== null || text !== null);
}
