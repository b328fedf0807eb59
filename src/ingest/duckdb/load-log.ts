import type { LogInput } from '../log-files.ts';
import type { Database } from './database.ts';
import { type RejectRule, rejectCase } from './reject-rules.ts';
import { literals, unquoted } from './sql.ts';

/** How one log becomes a typed table. */
export interface LogShape {
  readonly table: string;
  /** JSON keys read at the top level of each record. */
  readonly keys: readonly string[];
  /** SQL of the record's fields over those keys; `ts` first. */
  readonly fields: string;
  readonly rules: readonly RejectRule[];
  /** SQL of the columns kept for accepted rows, over `fields`, `us` and the numbers. */
  readonly columns: string;
}

/**
 * Reads a log once into `raw_<table>`: file, number of the broken rule (0: accepted) and the typed columns, in the
 * order of the files and of the lines within them, so that `rowid` tells which record of which file a row is.
 */
export async function loadRaw(db: Database, shape: LogShape, log: LogInput): Promise<void> {
  await db.run(`create table raw_${shape.table} as ${rawQuery(shape, log.present ? log.files : [])}`);
}

function rawQuery(shape: LogShape, files: readonly string[]): string {
  const source = files.length === 0 ? emptySource(shape) : jsonSource(shape, files);
  return `
    select file, ${rejectCase(shape.rules)} as bad, ${shape.columns}
    from (
      select file, ${shape.fields}, epoch_us(try_cast(case when ascii(ts) = 34 and ts[12] in ('T', 't', ' ')
        then ${unquoted('ts')} end as timestamp)) as us
      from (${source})
    )`;
}

function jsonSource(shape: LogShape, files: readonly string[]): string {
  const columns = shape.keys.map((key) => `"${key}": 'JSON'`).join(', ');
  // JSON is text underneath; as VARCHAR, comparing it with a string does not parse that string as JSON.
  const texts = shape.keys.map((key) => `"${key}"::varchar as "${key}"`).join(', ');
  return `select file_index::usmallint as file, ${texts} from read_json(${literals(files)},
    format = 'newline_delimited', columns = {${columns}}, ignore_errors = true)`;
}

function emptySource(shape: LogShape): string {
  return `select 0::usmallint as file, ${shape.keys.map((key) => `null::varchar as "${key}"`).join(', ')} where false`;
}
