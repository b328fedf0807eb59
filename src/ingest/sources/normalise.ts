import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MonitorError } from '../../monitor-error.ts';
import type { ColumnMap } from '../rules/column-map.ts';
import { type EarlyRefusal, refusedRecord } from '../rules/refused-records.ts';
import { boundedLines, NORMALISE_LIMITS, type NormaliseLimits, UnpackedTooLarge } from './bounded-lines.ts';
import { csvRecords } from './csv-log.ts';
import type { LogFormat } from './log-format.ts';

const refusal = (code: EarlyRefusal): Buffer => Buffer.from(`${JSON.stringify(refusedRecord(code))}\n`);

/**
 * Rewrites a log that DuckDB would refuse as plain UTF-8 JSON lines with the same records in the same order: without
 * a byte-order mark, out of UTF-16 or CSV, with lines that are too long replaced by a refused record, and ending where the
 * file can no longer be read or unpacks to more than it should. Memory stays at one line whatever the file holds.
 *
 * @param columns where a CSV file's fields stand; JSON keeps its own names.
 * @returns why the file was not read to its end, null when it was.
 * @throws MonitorError (exit code 3) `csv-header`.
 */
export async function normaliseLog(
  format: LogFormat,
  target: string,
  limits: NormaliseLimits = NORMALISE_LIMITS,
  columns: ColumnMap | null = null,
): Promise<EarlyRefusal | null> {
  let stopped: EarlyRefusal | null = null;
  const records =
    format.content === 'csv'
      ? csvLines(format, limits, columns)
      : boundedLines(format, refusal('line-too-long'), limits);
  async function* untilFailure(): AsyncGenerator<Buffer> {
    try {
      yield* records;
    } catch (error) {
      stopped = failureOf(error);
      yield Buffer.from('\n');
      yield refusal(stopped);
    }
  }
  await pipeline(Readable.from(untilFailure(), { objectMode: false }), createWriteStream(target));
  return stopped;
}

/** Why a file could not be read to its end. */
function failureOf(error: unknown): EarlyRefusal {
  // An unusable header is the file's fault and ends the run; it does not come from a single record.
  if (error instanceof MonitorError) throw error;
  return error instanceof UnpackedTooLarge ? 'unpacked-too-large' : 'unreadable';
}

/** One record as a line of JSON. */
export interface NormalisedRecord {
  /** 1-based; null for the record that stands for the unread rest of a file. */
  readonly line: number | null;
  readonly text: string;
}

/** The same records as `normaliseLog` writes, one by one; blank lines are none. For logs that are read into memory. */
export async function* normalisedRecords(
  format: LogFormat,
  limits: NormaliseLimits = NORMALISE_LIMITS,
  columns: ColumnMap | null = null,
): AsyncGenerator<NormalisedRecord> {
  try {
    if (format.content === 'csv') {
      for await (const { line, json } of csvRecords(format, limits, columns)) yield { line, text: json };
      return;
    }
    let line = 0;
    for await (const block of boundedLines(format, refusal('line-too-long'), limits)) {
      const lines = block.toString('utf8').split('\n');
      if (lines.at(-1) === '') lines.pop();
      for (const text of lines) {
        line++;
        if (text.trim() !== '') yield { line, text };
      }
    }
  } catch (error) {
    yield { line: null, text: JSON.stringify(refusedRecord(failureOf(error))) };
  }
}

async function* csvLines(
  format: LogFormat,
  limits: NormaliseLimits,
  columns: ColumnMap | null,
): AsyncGenerator<Buffer> {
  for await (const { json } of csvRecords(format, limits, columns)) yield Buffer.from(`${json}\n`);
}
