import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { openDatabase } from '../../ingest/engines/duckdb/database.ts';
import { readFiles } from '../../ingest/engines/duckdb/read-files.ts';
import { readReference } from '../../ingest/sources/reference.ts';
import { configurationError, inputError } from '../../monitor-error.ts';
import type { Row } from './table-rows.ts';

/** Parsed rows, and the number of lines that could not be parsed. */
export interface ReadRows {
  readonly rows: readonly Row[];
  readonly rejected: number;
}

const MAX_ROWS = 5_000_000;

/**
 * Reads a table for a manual comparison: CSV with a header, JSON lines (also .gz and .zst) or Parquet, by the file's
 * extension. A nested `input` is unpacked later.
 *
 * @param flag the flag that named the file, for messages.
 * @throws MonitorError exit code 2 where the file is missing or of another type, 3 where it has no row.
 */
export async function readRows(file: string, flag: string, cwd: string): Promise<ReadRows> {
  const path = resolve(cwd, file);
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) {
    throw configurationError(
      'file-not-found',
      `${flag}: ${file} is not a file. Give a .csv, .jsonl or .parquet file.`,
    );
  }
  const read = readerOf(file, flag);
  const result = await read(path, file);
  if (result.rows.length === 0) {
    throw inputError(
      'no-rows',
      `${flag}: ${file} holds no row that can be used (${result.rejected} refused).`,
    );
  }
  return result;
}

function readerOf(file: string, flag: string): (path: string, name: string) => Promise<ReadRows> {
  const name = file.toLowerCase();
  if (/\.(csv|tsv)$/.test(name)) return readCsv;
  if (/\.(jsonl|ndjson)(\.gz|\.zst)?$/.test(name)) return readJsonLines;
  if (name.endsWith('.parquet')) return readParquet;
  throw configurationError(
    'unknown-format',
    `${flag}: ${file} has an unknown ending; .csv, .jsonl (.gz, .zst) and .parquet are read.`,
  );
}

async function readCsv(path: string, name: string): Promise<ReadRows> {
  const table = await readReference({ variable: name, value: path, fallback: path, outcomeColumn: '' }, '/');
  const rows = Array.from({ length: table.rows }, (_, i): Row => {
    const score = table.scores?.[i] ?? null;
    const features = Object.fromEntries(
      table.columns.map((column) => [column.name, column.cells[i] ?? null]),
    );
    return score === null ? features : { ...features, score };
  });
  return { rows, rejected: table.rejected };
}

async function readJsonLines(path: string, name: string): Promise<ReadRows> {
  const file = createReadStream(path);
  const bytes = name.endsWith('.gz')
    ? file.pipe(createGunzip())
    : name.endsWith('.zst')
      ? file.pipe(createZstdDecompress())
      : file;
  // `pipe` does not forward errors of its source.
  file.on('error', (error) => bytes.destroy(error));
  const rows: Row[] = [];
  let rejected = 0;
  try {
    for await (const line of createInterface({ input: bytes, crlfDelay: Infinity })) {
      const text = line.replace(/^\uFEFF/, '').trim();
      if (text === '') continue;
      const row = parseRow(text);
      if (row === null) rejected++;
      else if (rows.length < MAX_ROWS) rows.push(row);
      else
        throw inputError(
          'too-many-rows',
          `${name}: more than ${MAX_ROWS} rows; the nightly build reads files of any size.`,
        );
    }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && 'exitCode' in cause) throw cause;
    throw inputError('unreadable', `${name}: cannot be read: ${(cause as Error).message}`, cause);
  }
  return { rows, rejected };
}

function parseRow(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null;
  } catch {
    // The caller counts lines that are not JSON.
    return null;
  }
}

async function readParquet(path: string, name: string): Promise<ReadRows> {
  const db = await openDatabase({});
  try {
    const rows = await db.rows<{ row: string }>(
      `select to_json(t)::varchar as row from ${readFiles('read_parquet', [path])} t limit ${MAX_ROWS}`,
    );
    return { rows: rows.map(({ row }) => parseRow(row)).filter((row) => row !== null), rejected: 0 };
  } catch (cause) {
    throw inputError('unreadable', `${name}: cannot be read as Parquet: ${(cause as Error).message}`, cause);
  } finally {
    db.close();
  }
}
