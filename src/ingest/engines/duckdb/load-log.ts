import path from 'node:path';
import { inputError } from '../../../monitor-error.ts';
import { byCodeUnit } from '../../ordering.ts';
import { type ColumnMap, isUsual, usualColumns } from '../../rules/column-map.ts';
import { fieldNames } from '../../rules/log-fields.ts';
import { fileNotes } from '../../rules/quality-notes.ts';
import { REFUSED_KEY } from '../../rules/refused-records.ts';
import { type ColumnRules, resolveColumns } from '../../rules/resolve-columns.ts';
import { NORMALISE_LIMITS } from '../../sources/bounded-lines.ts';
import { inspectLog, type LogFormat } from '../../sources/log-format.ts';
import { normaliseLog } from '../../sources/normalise.ts';
import { recordsPerFile, sampleRecords } from '../../sources/sample-records.ts';
import type { Source } from '../../store.ts';
import type { Database } from './database.ts';
import { inputColumn, mappedFields } from './mapped-fields.ts';
import { parquetSample, parquetSource } from './parquet-source.ts';
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

/** Records sampled of one file. */
const MAX_SAMPLED = 400;

/** A log's files, inspected and ready to be read. */
export interface PreparedLog {
  /** Where the fields of its records stand. */
  readonly columns: ColumnMap;
  readonly formats: readonly LogFormat[];
  /** The path that is read for each file: the file itself or its normalised copy. */
  readonly paths: string[];
  readonly notes: string[];
}

/**
 * Sorts and inspects the files, finds out where their fields stand, and normalises those that DuckDB cannot read as they
 * are.
 */
export async function prepareLog(
  db: Database,
  source: Source,
  files: readonly string[],
  rules: ColumnRules,
): Promise<PreparedLog> {
  const formats = await Promise.all([...files].sort(byCodeUnit).map(inspectLog));
  const limit = Math.min(MAX_SAMPLED, recordsPerFile(formats.length));
  const samples = await Promise.all(
    formats.map((format) =>
      format.content === 'parquet' ? parquetSample(db, format.file, limit) : sampleRecords(format, limit),
    ),
  );
  const columns = resolveColumns(source, rules, samples.flat());
  const log: PreparedLog = {
    columns,
    formats,
    paths: formats.map(({ file }) => file),
    notes: [...columns.notes],
  };
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
  const indexesOf = (wanted: LogFormat['content']): number[] =>
    log.formats.flatMap(({ content }, index) => (content === wanted ? [index] : []));
  const json = indexesOf('json-lines');
  const csv = indexesOf('csv');
  // The normalised copy of a CSV file has its fields under their own names.
  const ownNames = { ...log, columns: usualColumns(log.columns.source) };
  if (isUsual(log.columns))
    await loadAll(
      db,
      shape,
      log,
      [...json, ...csv].sort((a, b) => a - b),
    );
  else {
    await loadAll(db, shape, log, json);
    await loadAll(db, shape, ownNames, csv);
  }
  for (const [index, format] of log.formats.entries()) {
    if (format.content !== 'parquet') continue;
    const source = await parquetSource(db, format.file, [...shape.keys, REFUSED_KEY], index, log.columns);
    await db.runPlain(`insert into ${table} ${shape.rows(source)}`);
  }
}

async function loadAll(
  db: Database,
  shape: LogShape,
  log: PreparedLog,
  indexes: readonly number[],
): Promise<void> {
  while (indexes.length > 0 && !(await loadJson(db, shape, log, indexes)));
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
  const stopped = await normaliseLog(format, target, NORMALISE_LIMITS, log.columns);
  log.paths[index] = target;
  log.notes.push(...fileNotes(format, stopped));
}

function jsonSource(shape: LogShape, log: PreparedLog, indexes: readonly number[]): string {
  const names = [...shape.keys, REFUSED_KEY];
  const others = topLevelKeys(shape, log.columns);
  const mapped = mappedFields(log.columns, others);
  const struct = shape.structType;
  const inputKey = struct === undefined ? null : inputColumn(log.columns, others);
  const keys = mapped === null ? names : mapped.keys;
  const columns =
    keys === null
      ? "record: 'JSON'"
      : keys
          .map((key) => `${quoted(key)}: ${literal(key === inputKey ? (struct ?? '') : 'JSON')}`)
          .join(', ');
  // JSON is text underneath; as VARCHAR, comparing it with a string does not parse that string as JSON.
  const texts = (keys ?? ['record']).map((key) =>
    key === inputKey
      ? `case when ${quoted(key)} is not null then '{' end as ${quoted(key)}, ${quoted(key)} as fields`
      : `${quoted(key)}::varchar as ${quoted(key)}`,
  );
  const files = indexes.map((index) => log.paths[index] ?? '');
  const options = [
    "format = 'newline_delimited'",
    `columns = {${columns}}`,
    'ignore_errors = true',
    ...(keys === null ? ["records = 'false'"] : []),
  ];
  const read = `(select [${indexes.join(', ')}][file_index::bigint + 1]::usmallint as file, ${texts.join(', ')}
    from ${readFiles('read_json', files, options)})`;
  return mapped === null ? read : mapped.rows(read, names, struct !== undefined);
}

/** Keys that are read under their own names at the top level: join keys, and refusals that were noted there. */
function topLevelKeys(shape: LogShape, { source }: ColumnMap): string[] {
  const fields = new Set(fieldNames(source));
  return [...shape.keys.filter((key) => !fields.has(key)), REFUSED_KEY];
}

function emptySource(shape: LogShape): string {
  const texts = [...shape.keys, REFUSED_KEY].map((key) => `null::varchar as ${quoted(key)}`);
  if (shape.structType !== undefined) texts.push(`null::${shape.structType} as fields`);
  return `(select 0::usmallint as file, ${texts.join(', ')} where false)`;
}
