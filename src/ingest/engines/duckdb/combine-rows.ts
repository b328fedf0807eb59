import type { CachedFile } from '../../row-cache/row-cache.ts';
import type { Database } from './database.ts';
import type { FeatureSql } from './feature-columns.ts';
import { literal } from './sql.ts';
import type { ReadTable, TableLayout } from './table-layout.ts';

/** The table that cached and fresh rows are put together in. */
export const COMBINED = 'combined_rows';

/** Features of cached segments and of what was read now; each key once, with the columns that any of them has. */
export function unionOf(
  found: readonly (CachedFile | null)[],
  read: readonly FeatureSql[],
): ReadonlyMap<string, { readonly n: boolean; readonly t: boolean }> {
  const union = new Map<string, { n: boolean; t: boolean }>();
  const add = (key: string, n: boolean, t: boolean): void => {
    const known = union.get(key);
    union.set(key, { n: n || known?.n === true, t: t || known?.t === true });
  };
  for (const segment of found.flatMap((file) => file?.segments ?? [])) {
    for (const { key, numbers, texts } of segment.columns) add(key, numbers, texts);
  }
  for (const { key, n, t } of read) add(key, n !== null, t !== null);
  return union;
}

/**
 * One table of the cached rows and the fresh ones, file by file, with columns only for what any of them holds.
 *
 * @param freshFiles which file of the whole log each file of the fresh table is.
 */
export async function combineRows(
  db: Database,
  { table, columns }: TableLayout,
  read: ReadTable,
  freshFiles: readonly number[],
  found: readonly (CachedFile | null)[],
): Promise<ReadTable> {
  const features = [...unionOf(found, read.features)].map(([key, has], i) => ({
    key,
    n: has.n ? `n${i}` : null,
    t: has.t ? `t${i}` : null,
  }));
  const types = [
    ...Object.entries(columns).map(([name, type]) => `${name} ${type}`),
    ...columnsOf(
      features,
      (n) => `${n} double`,
      (t) => `${t} varchar`,
    ),
  ];
  await db.run(`create or replace table ${COMBINED} (file usmallint, ${types.join(', ')})`);
  const insert = (file: number, has: readonly FeatureSql[], source: string): Promise<void> => {
    const byKey = new Map(has.map((feature) => [feature.key, feature]));
    const values = features.flatMap(({ key, n, t }) => [
      ...(n === null ? [] : [byKey.get(key)?.n ?? 'null']),
      ...(t === null ? [] : [byKey.get(key)?.t ?? 'null']),
    ]);
    const list = [file, ...Object.keys(columns), ...values].join(', ');
    return db.runPlain(`insert into ${COMBINED} select ${list} from ${source}`);
  };
  for (const [i, file] of found.entries()) {
    for (const segment of file?.segments ?? []) {
      const has = segment.columns.map(({ key, numbers, texts }, j) => ({
        key,
        n: numbers ? `n${j}` : null,
        t: texts ? `t${j}` : null,
      }));
      await insert(i, has, `read_parquet(${literal(segment.path)})`);
    }
    const local = freshFiles.indexOf(i);
    if (local >= 0) await insert(i, read.features, `${table} where file = ${local}`);
  }
  return { ...read, features };
}

const columnsOf = (
  features: readonly FeatureSql[],
  number: (column: string) => string,
  text: (column: string) => string,
): string[] =>
  features.flatMap(({ n, t }) => [...(n === null ? [] : [number(n)]), ...(t === null ? [] : [text(t)])]);
