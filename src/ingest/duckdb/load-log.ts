import path from 'node:path';
import { inputError } from '../../monitor-error.ts';
import { inspectLog, type LogFormat } from '../log-format.ts';
import { normaliseLog } from '../normalise.ts';
import { REFUSED_KEY } from '../refused-record.ts';
import type { Database } from './database.ts';
import { parquetSource } from './parquet-source.ts';
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

/** A log as it was read: its files in the order of their numbers in the raw table, and remarks on them. */
export interface LoadedLog {
  readonly formats: readonly LogFormat[];
  readonly notes: readonly string[];
}

/**
 * Reads a log once into `raw_<table>`: file, number of the broken rule (0: accepted) and the typed columns. Rows of
 * one file stand in the order of its lines, so that `rowid` tells which record of which file a row is.
 */
export async function loadRaw(db: Database, shape: LogShape, files: readonly string[]): Promise<LoadedLog> {
  const formats = await Promise.all([...files].sort(byCodeUnit).map(inspectLog));
  const notes: string[] = [];
  await db.run(`create table raw_${shape.table} as ${typedRows(shape, emptySource(shape))}`);
  const fallback = await loadNative(db, shape, formats, notes);
  for (const [index, format] of formats.entries()) {
    if (format.content === 'parquet') await loadParquet(db, shape, format, index);
    else if (!format.native || fallback.has(index)) await loadNormalised(db, shape, format, index, notes);
  }
  return { formats, notes };
}

/** Loads all files that DuckDB takes as they are, in one pass; a file it then refuses is left for the fallback. */
async function loadNative(
  db: Database,
  shape: LogShape,
  formats: readonly LogFormat[],
  notes: string[],
): Promise<ReadonlySet<number>> {
  const fallback = new Set<number>();
  for (;;) {
    const native = formats.flatMap(({ native: isNative, content }, index) =>
      isNative && content === 'json-lines' && !fallback.has(index) ? [index] : [],
    );
    if (native.length === 0) return fallback;
    const files = native.map((index) => formats[index]?.file ?? '');
    try {
      await db.run(
        `insert into raw_${shape.table} ${typedRows(shape, jsonSource(shape, files, `[${native.join(', ')}][file_index::bigint + 1]`))}`,
      );
      return fallback;
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      if (/out of memory|no space left|max_temp_directory_size/i.test(message)) throw tooLarge(error);
      if (!/^(Invalid Input|IO|Conversion) Error/.test(message)) throw error;
      // The message names the file; where it does not, every file takes the careful way.
      const named = native.filter((index) => message.includes(formats[index]?.file ?? '\0'));
      for (const index of named.length > 0 ? named : native) fallback.add(index);
      notes.push('a file was not plain JSON lines and was read the slow way');
    }
  }
}

function tooLarge(cause: unknown) {
  return inputError(
    'log-too-large',
    'The logs do not fit into memory and the temporary directory. Free space there, or give fewer files.',
    cause,
  );
}

async function loadNormalised(
  db: Database,
  shape: LogShape,
  format: LogFormat,
  index: number,
  notes: string[],
): Promise<void> {
  const target = path.join(db.directory, `${shape.table}-${index}.jsonl`);
  const stopped = await normaliseLog(format, target);
  const name = path.basename(format.file);
  if (stopped === 'unreadable') notes.push(`${name} is damaged or cut: read as far as possible`);
  if (stopped === 'unpacked-too-large')
    notes.push(`${name} unpacks to far more than a log does: not read to its end`);
  if (format.byteOrderMark) notes.push(`${name} begins with a byte-order mark`);
  if (format.encoding !== 'utf-8') notes.push(`${name} is ${format.encoding.toUpperCase()}`);
  await db.run(
    `insert into raw_${shape.table} ${typedRows(shape, jsonSource(shape, [target], String(index)))}`,
  );
}

async function loadParquet(db: Database, shape: LogShape, format: LogFormat, index: number): Promise<void> {
  const source = await parquetSource(db, format.file, [...shape.keys, REFUSED_KEY], index);
  await db.run(`insert into raw_${shape.table} ${typedRows(shape, source)}`);
}

function typedRows(shape: LogShape, source: string): string {
  return `
    select file, ${rejectCase(shape.rules)} as bad, ${shape.columns}
    from (
      select file, "${REFUSED_KEY}" as refused, ${shape.fields},
        epoch_us(try_cast(case when ascii(ts) = 34 and ts[12] in ('T', 't', ' ') then upper(${unquoted('ts')}) end
          as timestamptz)) as us
      from (${source})
    )`;
}

const quoted = (key: string): string => `"${key.replaceAll('"', '""')}"`;

function jsonSource(shape: LogShape, files: readonly string[], fileNumber: string): string {
  const keys = [...shape.keys, REFUSED_KEY].map(quoted);
  const columns = keys.map((key) => `${key}: 'JSON'`).join(', ');
  // JSON is text underneath; as VARCHAR, comparing it with a string does not parse that string as JSON.
  const texts = keys.map((key) => `${key}::varchar as ${key}`).join(', ');
  return `select (${fileNumber})::usmallint as file, ${texts} from read_json(${literals(files)},
    format = 'newline_delimited', columns = {${columns}}, ignore_errors = true)`;
}

function emptySource(shape: LogShape): string {
  const texts = [...shape.keys, REFUSED_KEY].map((key) => `null::varchar as ${quoted(key)}`);
  return `select 0::usmallint as file, ${texts.join(', ')} where false`;
}

const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
