import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const NEWLINE = 10;

/** Bytes of a log, decompressed by the ending of its name. */
export function openLog(file: string): Readable {
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const decoder = /\.gz$/i.test(file) ? createGunzip() : /\.zst$/i.test(file) ? createZstdDecompress() : null;
  if (decoder === null) return raw;
  raw.on('error', (error) => decoder.destroy(error));
  return raw.pipe(decoder);
}

/**
 * 1-based line numbers of the given records (also counted from 1) of a newline-delimited file, where blank lines are
 * no records. Reads only as far as the last one asked for and holds one block at a time. A record that lies behind
 * a read error has no entry.
 */
export async function lineNumbers(
  file: string,
  records: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (/\.parquet$/i.test(file)) return new Map(records.map((record) => [record, record]));
  const wanted = new Set(records);
  const last = Math.max(...records);
  const found = new Map<number, number>();
  let line = 1;
  let record = 0;
  let blank = true;
  const stream = openLog(file);
  try {
    for await (const block of stream as AsyncIterable<Buffer>) {
      for (const byte of block) {
        if (byte === NEWLINE) {
          line++;
          blank = true;
        } else if (blank && byte !== 32 && byte !== 9 && byte !== 13) {
          blank = false;
          record++;
          if (wanted.has(record)) found.set(record, line);
          if (record >= last) return found;
        }
      }
    }
  } catch (error) {
    if (found.size === 0 && !(error instanceof Error)) throw error;
  } finally {
    stream.destroy();
  }
  return found;
}
