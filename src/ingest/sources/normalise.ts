import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MonitorError } from '../../monitor-error.ts';
import { type EarlyRefusal, refusedRecord } from '../rules/refused-records.ts';
import { boundedLines, NORMALISE_LIMITS, type NormaliseLimits, UnpackedTooLarge } from './bounded-lines.ts';
import { csvRecords } from './csv-log.ts';
import type { LogFormat } from './log-format.ts';

const refusal = (code: EarlyRefusal): Buffer => Buffer.from(`${JSON.stringify(refusedRecord(code))}\n`);

/**
 * Rewrites a log that DuckDB would refuse as plain UTF-8 JSON lines with the same records in the same order: without
 * a byte-order mark, out of UTF-16 or CSV, with over-long lines replaced by a mark, and ending where the file can no
 * longer be read or unpacks to more than it should. Memory stays at one line whatever the file holds.
 *
 * @returns why the file was not read to its end, null when it was.
 * @throws MonitorError (exit code 3) `csv-header`.
 */
export async function normaliseLog(
  format: LogFormat,
  target: string,
  limits: NormaliseLimits = NORMALISE_LIMITS,
): Promise<EarlyRefusal | null> {
  let stopped: EarlyRefusal | null = null;
  const records =
    format.content === 'csv'
      ? csvLines(format, limits)
      : boundedLines(format, refusal('line-too-long'), limits);
  async function* untilFailure(): AsyncGenerator<Buffer> {
    try {
      yield* records;
    } catch (error) {
      // A header that cannot be used is the whole file's fault, and nobody's who sent a request.
      if (error instanceof MonitorError) throw error;
      stopped = error instanceof UnpackedTooLarge ? 'unpacked-too-large' : 'unreadable';
      yield Buffer.from('\n');
      yield refusal(stopped);
    }
  }
  await pipeline(Readable.from(untilFailure(), { objectMode: false }), createWriteStream(target));
  return stopped;
}

async function* csvLines(format: LogFormat, limits: NormaliseLimits): AsyncGenerator<Buffer> {
  for await (const { json } of csvRecords(format, limits)) yield Buffer.from(`${json}\n`);
}
