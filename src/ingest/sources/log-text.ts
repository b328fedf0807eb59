import { TextDecoder } from 'node:util';
import { type LogFormat, openLog } from './log-format.ts';

/** A block of UTF-8 text of a log, whatever its encoding and compression, without a byte-order mark. */
export async function* textBlocks(format: LogFormat): AsyncGenerator<Buffer> {
  const decoder = format.encoding === 'utf-8' ? null : new TextDecoder(format.encoding);
  let first = true;
  for await (const block of openLog(format) as AsyncIterable<Buffer>) {
    // The decoder drops the mark of UTF-16 itself.
    if (decoder !== null) yield Buffer.from(decoder.decode(block, { stream: true }));
    else yield first && format.byteOrderMark ? block.subarray(3) : block;
    first = false;
  }
}
