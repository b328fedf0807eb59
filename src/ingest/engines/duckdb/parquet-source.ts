import path from 'node:path';
import { inputError } from '../../../monitor-error.ts';
import type { Database } from './database.ts';
import { readFiles } from './read-files.ts';
import { literals, pointer } from './sql.ts';

const LOG_COLUMNS = [
  'timestamp',
  'label',
  'model_version',
  'endpoint',
  'path',
  'method',
  'score',
  'inference_ms',
  'status_code',
  'response_ms',
  'response_time_ms',
];

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
): Promise<string> {
  const columns = await describe(db, file);
  const features = columns.filter((name) => !LOG_COLUMNS.includes(name));
  const featureList = features.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
  const input = columns.includes('input')
    ? `case when ascii(extracted[${keys.indexOf('input') + 1}]) = 34
         then json_extract_string(extracted[${keys.indexOf('input') + 1}], '$')
         else extracted[${keys.indexOf('input') + 1}] end`
    : features.length === 0
      ? "'{}'"
      : `to_json((select r from (select ${featureList}) r))::varchar`;
  const texts = keys.map((key, i) => {
    const value = key === 'input' ? input : `nullif(extracted[${i + 1}], 'null')`;
    return `${value} as "${key.replaceAll('"', '""')}"`;
  });
  return `(select ${index}::usmallint as file, ${texts.join(', ')}
    from (select *, json_extract(to_json(p), ${literals(keys.map(pointer))})::varchar[] as extracted
          from ${readFiles('read_parquet', [file])} p))`;
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
