import path from 'node:path';
import { inputError } from '../../../monitor-error.ts';
import { byCodeUnit } from '../../ordering.ts';
import { fileNotes } from '../../rules/quality-notes.ts';
import { REFUSED_KEY } from '../../rules/refused-records.ts';
import { inspectLog, type LogFormat } from '../../sources/log-format.ts';
import { normaliseLog } from '../../sources/normalise.ts';
import type { Database } from './database.ts';
import { parquetSource } from './parquet-source.ts';
import { readFiles } from './read-files.ts';
import { literal, quoted } from './sql.ts';

/** How one log becomes a typed table. */
export interface LogShape {
  readonly table: string;
  /** JSON keys read at the top level of each record. */
  readonly keys: readonly string[];
  /**
   * SQL that makes the table's rows out of records: a source with `file` and each key as JSON text. The table has
   * `file`, `broken_rule` (counted from 1; 0: accepted) and `time_us` (null where refused).
   */
  readonly rows: (source: string) => string;
  /** Type by which the JSON reader parses `input` into the struct `fields`; `input` itself is then only "{" or null. */
  readonly structType?: string;
}

/** A log's files, inspected and ready to be read. */
export interface PreparedLog {
  readonly formats: readonly LogFormat[];
  /** The path that is read for each file: the file itself or its normalised copy. */
  readonly paths: string[];
  readonly notes: string[];
}

/** Sorts and inspects the files, and normalises those that DuckDB cannot read as they are. */
export async function prepareLog(db: Database, files: readonly string[]): Promise<PreparedLog> {
  const formats = await Promise.all([...files].sort(byCodeUnit).map(inspectLog));
  const log: PreparedLog = { formats, paths: formats.map(({ file }) => file), notes: [] };
  for (const [index, format] of formats.entries()) {
    if (!format.native) await normalise(db, log, index);
  }
  return log;
}

/**
 * Reads a prepared log into its table, each file once. Rows of one file stand in the order of its lines, so
 * `rowid` gives the number of the record in its file.
 */
export async function loadTable(db: Database, shape: LogShape, log: PreparedLog): Promise<void> {
  const { table } = shape;
  await db.runPlain(`create or replace table ${table} as ${shape.rows(emptySource(shape))}`);
  const json = log.formats.flatMap(({ content }, index) => (content === 'parquet' ? [] : [index]));
  while (json.length > 0 && !(await loadJson(db, shape, log, json)));
  for (const [index, format] of log.formats.entries()) {
    if (format.content !== 'parquet') continue;
    const source = await parquetSource(db, format.file, [...shape.keys, REFUSED_KEY], index);
    await db.runPlain(`insert into ${table} ${shape.rows(source)}`);
  }
}

/** Loads all JSON files in one pass. False when DuckDB refused one: it is now normalised, and the caller tries again. */
async function loadJson(
  db: Database,
  shape: LogShape,
  log: PreparedLog,
  indexes: readonly number[],
): Promise<boolean> {
  try {
    await db.runPlain(`insert into ${shape.table} ${shape.rows(jsonSource(shape, log, indexes))}`);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/out of memory|no space left|max_temp_directory_size/i.test(message)) throw tooLarge(error);
    if (!/^(Invalid Input|IO|Conversion) Error/.test(message)) throw error;
    const untouched = indexes.filter((index) => log.paths[index] === log.formats[index]?.file);
    // The message names the file; where it does not, every file is normalised.
    const named = untouched.filter((index) => message.includes(log.paths[index] ?? '\0'));
    if (untouched.length === 0) throw error;
    for (const index of named.length > 0 ? named : untouched) await normalise(db, log, index);
    return false;
  }
}

function tooLarge(cause: unknown) {
  return inputError(
    'log-too-large',
    'The logs do not fit into memory and the temporary directory. Free space there, or give fewer files.',
    cause,
  );
}

async function normalise(db: Database, log: PreparedLog, index: number): Promise<void> {
  const format = log.formats[index];
  if (format === undefined) return;
  const target = path.join(db.directory, `${db.nextNumber()}.jsonl`);
  const stopped = await normaliseLog(format, target);
  log.paths[index] = target;
  log.notes.push(...fileNotes(format, stopped));
}

function jsonSource(shape: LogShape, log: PreparedLog, indexes: readonly number[]): string {
  const keys = [...shape.keys, REFUSED_KEY].map(quoted);
  const struct = shape.structType;
  const types = keys.map((key) => (struct !== undefined && key === '"input"' ? struct : 'JSON'));
  const columns = keys.map((key, i) => `${key}: ${literal(types[i] ?? 'JSON')}`).join(', ');
  // JSON is text underneath; as VARCHAR, comparing it with a string does not parse that string as JSON.
  const texts = keys.map((key, i) =>
    types[i] === 'JSON'
      ? `${key}::varchar as ${key}`
      : "case when input is not null then '{' end as input, input as fields",
  );
  const files = indexes.map((index) => log.paths[index] ?? '');
  const options = ["format = 'newline_delimited'", `columns = {${columns}}`, 'ignore_errors = true'];
  return `(select [${indexes.join(', ')}][file_index::bigint + 1]::usmallint as file, ${texts.join(', ')}
    from ${readFiles('read_json', files, options)})`;
}

function emptySource(shape: LogShape): string {
  const texts = [...shape.keys, REFUSED_KEY].map((key) => `null::varchar as ${quoted(key)}`);
  if (shape.structType !== undefined) texts.push(`null::${shape.structType} as fields`);
  return `(select 0::usmallint as file, ${texts.join(', ')} where false)`;
}
