import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { RecordFinder } from '../sources/record-finder.ts';

/** The beginning of a log file up to its last complete line. */
export interface ScannedPrefix {
  /** SHA-256 of the first `checkpoint` bytes; null without a checkpoint, and where the file is shorter. */
  readonly atCheckpoint: string | null;
  /** Length up to and with the last newline. */
  readonly bytes: number;
  /** SHA-256 of those bytes. */
  readonly sha256: string;
  /** Records (lines that are not blank) between the checkpoint, or the beginning, and `bytes`. */
  readonly records: number;
}

/**
 * Reads the first `size` bytes of a file once, in blocks. What is appended meanwhile is not read.
 *
 * @param checkpoint a length that ended in a newline when it was written down, or null.
 */
export async function scanPrefix(
  file: string,
  size: number,
  checkpoint: number | null,
): Promise<ScannedPrefix> {
  const hash = createHash('sha256');
  let finder = new RecordFinder([Number.MAX_SAFE_INTEGER]);
  let atCheckpoint: string | null = null;
  let bytes = 0;
  let pending: Buffer[] = [];
  const take = (lines: Buffer): void => {
    for (const block of [...pending, lines]) {
      hash.update(block);
      finder.push(block);
      bytes += block.length;
    }
    pending = [];
  };
  const blocks = size === 0 ? [] : createReadStream(file, { end: size - 1, highWaterMark: BLOCK_BYTES });
  let position = 0;
  for await (const block of blocks as AsyncIterable<Buffer>) {
    let rest = block;
    if (checkpoint !== null && position < checkpoint && position + block.length >= checkpoint) {
      take(block.subarray(0, checkpoint - position));
      atCheckpoint = hash.copy().digest('hex');
      finder = new RecordFinder([Number.MAX_SAFE_INTEGER]);
      rest = block.subarray(checkpoint - position);
    }
    position += block.length;
    const end = rest.lastIndexOf(NEWLINE) + 1;
    if (end > 0) take(rest.subarray(0, end));
    if (end < rest.length) pending.push(rest.subarray(end));
  }
  return { atCheckpoint, bytes, sha256: hash.digest('hex'), records: finder.records };
}

const BLOCK_BYTES = 4 << 20;
const NEWLINE = 10;

/** SHA-256 in hexadecimal. */
export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** SHA-256 of a whole file. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(file, { highWaterMark: 4 << 20 })) hash.update(block);
  return hash.digest('hex');
}
