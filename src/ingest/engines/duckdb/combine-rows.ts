import type { CachedFile } from '../../row-cache/row-cache.ts';
import type { Database } from './database.ts';
import type { FeatureSql } from './feature-columns.ts';
import { readFiles } from './read-files.ts';
import type { ReadTable, TableLayout } from './table-layout.ts';

/** The table in which cached and fresh rows are combined. */
export const COMBINED = 'combined_rows';

/** Which columns of a feature hold any value. */
interface HeldColumns {
  readonly numbers: boolean;
  readonly texts: boolean;
}

/** Features of cached segments and of fresh rows; each key once, with the columns that any of them has. */
export function unionOf(
  found: readonly (CachedFile | null)[],
  read: readonly FeatureSql[],
): ReadonlyMap<string, HeldColumns> {
  const union = new Map<string, HeldColumns>();
  const add = (key: string, numbers: boolean, texts: boolean): void => {
    const known = union.get(key);
    union.set(key, {
      numbers: numbers || known?.numbers === true,
      texts: texts || known?.texts === true,
    });
  };
  for (const segment of found.flatMap((file) => file?.segments ?? [])) {
    for (const { key, numbers, texts } of segment.columns) add(key, numbers, texts);
  }
  for (const { key, number, text } of read) add(key, number !== null, text !== null);
  return union;
}

/**
 * One table of the cached rows and the fresh ones, file by file, with only those columns in which any of them has values.
 *
 * @param freshFiles index in the whole log of each file of the fresh table.
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
    number: has.numbers ? `number${i}` : null,
    text: has.texts ? `text${i}` : null,
  }));
  const types = [
    ...Object.entries(columns).map(([name, type]) => `${name} ${type}`),
    ...features.flatMap(({ number, text }) => [
      ...(number === null ? [] : [`${number} double`]),
      ...(text === null ? [] : [`${text} varchar`]),
    ]),
  ];
  await db.run(`create or replace table ${COMBINED} (file usmallint, ${types.join(', ')})`);
  const insert = (file: number, has: readonly FeatureSql[], source: string): Promise<void> => {
    const byKey = new Map(has.map((feature) => [feature.key, feature]));
    const values = features.flatMap(({ key, number, text }) => [
      ...(number === null ? [] : [byKey.get(key)?.number ?? 'null']),
      ...(text === null ? [] : [byKey.get(key)?.text ?? 'null']),
    ]);
    const list = [file, ...Object.keys(columns), ...values].join(', ');
    return db.runPlain(`insert into ${COMBINED} select ${list} from ${source}`);
  };
  for (const [i, file] of found.entries()) {
    for (const segment of file?.segments ?? []) {
      const has = segment.columns.map(({ key, numbers, texts }, j) => ({
        key,
        number: numbers ? `number${j}` : null,
        text: texts ? `text${j}` : null,
      }));
      await insert(i, has, readFiles('read_parquet', [segment.path]));
    }
    const local = freshFiles.indexOf(i);
    if (local >= 0) await insert(i, read.features, `${table} where file = ${local}`);
  }
  return { ...read, features };
}
