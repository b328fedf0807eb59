import { type LogFormat, textBlocks } from './log-format.ts';

export interface NormaliseLimits {
  /** Longest line kept, in bytes. Longer ones are refused. */
  readonly lineBytes: number;
  /** A compressed file may unpack to this many times its size, and to `unpackedBytes` in any case. */
  readonly unpackedRatio: number;
  readonly unpackedBytes: number;
}

export const NORMALISE_LIMITS: NormaliseLimits = {
  lineBytes: 8 * 1024 * 1024,
  unpackedRatio: 200,
  unpackedBytes: 64 * 1024 * 1024,
};

/** A compressed file that unpacks to more than a log plausibly does. */
export class UnpackedTooLarge extends Error {}

const NEWLINE = 10;

/**
 * Text of a log in blocks of whole lines; a line that is too long is replaced by `tooLong`. Memory stays at one line
 * whatever the file holds.
 *
 * @throws UnpackedTooLarge, or what reading the file throws.
 */
export async function* boundedLines(
  format: LogFormat,
  tooLong: Buffer,
  limits: NormaliseLimits = NORMALISE_LIMITS,
): AsyncGenerator<Buffer> {
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
    if (pendingSize > limits.lineBytes) yield tooLong;
    else yield Buffer.concat([...pending, block.subarray(0, first + 1)]);
    // A block is much smaller than the line limit, so lines between its first and last newline need no check.
    const last = block.lastIndexOf(NEWLINE);
    if (last > first) yield block.subarray(first + 1, last + 1);
    pending = [Buffer.from(block.subarray(last + 1))];
    pendingSize = block.length - last - 1;
  }
  if (pendingSize > limits.lineBytes) yield tooLong;
  else if (pendingSize > 0) yield Buffer.concat(pending);
}
