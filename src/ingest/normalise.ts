import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvRecords } from './csv-log.ts';
import type { LogFormat } from './log-format.ts';
import { textBlocks } from './log-text.ts';
import { type EarlyRefusal, refusedRecord } from './refused-record.ts';

export interface NormaliseLimits {
  /** Longest line kept, in bytes. Longer ones are refused. */
  readonly lineBytes: number;
  /** A packed file may unpack to this many times its size, and to `unpackedBytes` in any case. */
  readonly unpackedRatio: number;
  readonly unpackedBytes: number;
}

export const NORMALISE_LIMITS: NormaliseLimits = {
  lineBytes: 8 * 1024 * 1024,
  unpackedRatio: 200,
  unpackedBytes: 64 * 1024 * 1024,
};

const NEWLINE = 10;
const refusal = (code: EarlyRefusal): Buffer => Buffer.from(`${JSON.stringify(refusedRecord(code))}\n`);

/**
 * Rewrites a log that DuckDB would refuse as plain UTF-8 JSON lines with the same records in the same order: without
 * a byte-order mark, out of UTF-16 or CSV, with over-long lines replaced by a mark, and ending where the file can no
 * longer be read or unpacks to more than it should. Memory stays at one line whatever the file holds.
 *
 * @returns why the file was not read to its end, null when it was.
 */
export async function normaliseLog(
  format: LogFormat,
  target: string,
  limits: NormaliseLimits = NORMALISE_LIMITS,
): Promise<EarlyRefusal | null> {
  let stopped: EarlyRefusal | null = null;
  const records = format.content === 'csv' ? csvLines(format) : boundedLines(format, limits);
  async function* untilFailure(): AsyncGenerator<Buffer> {
    try {
      yield* records;
    } catch (error) {
      stopped = error instanceof UnpackedTooLarge ? 'unpacked-too-large' : 'unreadable';
      yield Buffer.from('\n');
      yield refusal(stopped);
    }
  }
  await pipeline(Readable.from(untilFailure(), { objectMode: false }), createWriteStream(target));
  return stopped;
}

async function* csvLines(format: LogFormat): AsyncGenerator<Buffer> {
  for await (const { record } of csvRecords(format)) yield Buffer.from(`${JSON.stringify(record)}\n`);
}

class UnpackedTooLarge extends Error {}

async function* boundedLines(format: LogFormat, limits: NormaliseLimits): AsyncGenerator<Buffer> {
  const most = Math.max(limits.unpackedBytes, format.size * limits.unpackedRatio);
  let total = 0;
  let pending: Buffer[] = [];
  let pendingSize = 0;
  for await (const block of textBlocks(format)) {
    total += block.length;
    if (format.compression !== null && total > most) throw new UnpackedTooLarge();
    const first = block.indexOf(NEWLINE);
    if (first < 0) {
      pendingSize += block.length;
      if (pendingSize <= limits.lineBytes) pending.push(Buffer.from(block));
      else pending = [];
      continue;
    }
    pendingSize += first;
    if (pendingSize > limits.lineBytes) yield refusal('line-too-long');
    else yield Buffer.concat([...pending, block.subarray(0, first + 1)]);
    // A block is much smaller than the longest line, so what lies between its first and last newline is fine.
    const last = block.lastIndexOf(NEWLINE);
    if (last > first) yield block.subarray(first + 1, last + 1);
    pending = [Buffer.from(block.subarray(last + 1))];
    pendingSize = block.length - last - 1;
  }
  if (pendingSize > limits.lineBytes) yield refusal('line-too-long');
  else if (pendingSize > 0) yield Buffer.concat(pending);
}
