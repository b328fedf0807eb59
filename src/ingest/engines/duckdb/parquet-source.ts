import path from 'node:path';
import { inputError } from '../../../monitor-error.ts';
import { type ColumnMap, type ColumnPath, pathsOf } from '../../rules/column-map.ts';
import { LOG_COLUMNS } from '../../rules/log-fields.ts';
import type { SampleRecord } from '../../rules/resolve-columns.ts';
import { recordsIn } from '../../sources/sample-records.ts';
import type { Database } from './database.ts';
import { fieldSql, pointerOf } from './mapped-fields.ts';
import { readFiles } from './read-files.ts';
import { literals, quoted } from './sql.ts';

/**
 * SQL that reads a Parquet file's rows in the form of JSON records. `input` may be a struct, a map or JSON text; where
 * there is no such column, every column that is not one of the log's own is a feature.
 *
 * @throws MonitorError `log-unreadable` (exit code 3) when the file is not Parquet.
 */
export async function parquetSource(
  db: Database,
  file: string,
  keys: readonly string[],
  index: number,
  map: ColumnMap,
): Promise<string> {
  const columns = await describe(db, file);
  const paths = [...pathsOf(map), ...keys.map((key) => [key])];
  const places = [...new Set(paths.map(pointerOf))];
  const jsonAt = (path: ColumnPath): string =>
    `nullif(extracted[${places.indexOf(pointerOf(path)) + 1}], 'null')`;
  const fields = fieldSql({ ...map, inputIsText: true }, jsonAt, "'{}'");
  const input = inputSql(map, columns, fields.get('input') ?? null);
  const texts = keys.map((key) => {
    const value = key === 'input' ? input : (fields.get(key) ?? jsonAt([key]));
    return `${value} as ${quoted(key)}`;
  });
  return `(select ${index}::usmallint as file, ${texts.join(', ')}
    from (select *, json_extract(to_json(p), ${literals(places)})::varchar[] as extracted
          from ${readFiles('read_parquet', [file])} p))`;
}

/** The features: a column of them, else all the columns that are none of the log's fields. */
function inputSql(map: ColumnMap, columns: readonly string[], sql: string | null): string {
  const from = map.fields.get('input') ?? { kind: 'paths', paths: [['input']] };
  const heads = pathsOf(map).map(([head = '']) => head);
  if (from.kind === 'paths' && from.paths.some(([head = '']) => columns.includes(head))) return sql ?? 'null';
  const features = columns.filter((name) => !LOG_COLUMNS.has(name) && !heads.includes(name));
  if (features.length === 0) return "'{}'";
  return `to_json((select r from (select ${features.map(quoted).join(', ')}) r))::varchar`;
}

/** Some rows of a Parquet file as JSON records. */
export async function parquetSample(db: Database, file: string, limit: number): Promise<SampleRecord[]> {
  await describe(db, file);
  const rows = await db.rows<{ json: string }>(
    `select to_json(p)::varchar as json from ${readFiles('read_parquet', [file])} p limit ${limit}`,
  );
  return rows.flatMap(({ json }) => recordsIn(json, 1));
}

async function describe(db: Database, file: string): Promise<string[]> {
  try {
    const rows = await db.rows<{ column_name: string }>(
      `select column_name from (describe select * from ${readFiles('read_parquet', [file])})`,
    );
    return rows.map((row) => row.column_name);
  } catch (cause) {
    throw inputError(
      'log-unreadable',
      `${path.basename(file)} is not a readable Parquet file. Write it again, or leave it out of the log.`,
      cause,
    );
  }
}
