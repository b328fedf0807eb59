import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** Format of a log file, found from its first bytes; the name decides only between JSON lines and CSV. */
export interface LogFormat {
  readonly file: string;
  readonly size: number;
  readonly content: 'json-lines' | 'csv' | 'parquet';
  readonly compression: 'gzip' | 'zstd' | null;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly byteOrderMark: boolean;
  /** DuckDB reads the file as it is; any other is normalised first, see `normalise.ts`. */
  readonly native: boolean;
  /** The first bytes, unpacked. */
  readonly head: Buffer;
}

const HEAD_BYTES = 64 * 1024;
/** Logs compress to a tenth, at best a fiftieth; a file with a higher ratio than this is treated as a decompression bomb. */
const SUSPICIOUS_RATIO = 200;

/** Detects the format of a file. Throws only where the file cannot be read, whatever its content. */
export async function inspectLog(file: string): Promise<LogFormat> {
  const { size } = await stat(file);
  const raw = await readStart(file, HEAD_BYTES);
  const compression = compressionOf(raw);
  const head = compression === null ? raw : await unpackedHead(file, compression);
  const encoding = encodingOf(head);
  const byteOrderMark = head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) || hasUtf16Mark(head);
  const name = path.basename(file).toLowerCase();
  const content =
    raw.subarray(0, 4).toString('latin1') === 'PAR1' || name.endsWith('.parquet')
      ? 'parquet'
      : /\.csv(\.\d+)?(\.(gz|zst))?$/.test(name)
        ? 'csv'
        : 'json-lines';
  const named = name.endsWith('.gz') ? 'gzip' : name.endsWith('.zst') ? 'zstd' : null;
  const ratio =
    compression === null
      ? 1
      : Math.max(head.length / Math.max(1, raw.length), (await statedSize(file, size, compression)) / size);
  const native =
    content === 'parquet' ||
    (content === 'json-lines' &&
      compression === named &&
      // DuckDB takes what follows a "?" for the query of a URL, and does not see the ending.
      (compression === null || !file.includes('?')) &&
      encoding === 'utf-8' &&
      !byteOrderMark &&
      ratio < SUSPICIOUS_RATIO);
  return {
    file,
    size,
    content,
    compression,
    encoding,
    byteOrderMark,
    native,
    head: head.subarray(0, HEAD_BYTES),
  };
}

/** Bytes of a log, unpacked. */
export function openLog(format: Pick<LogFormat, 'file' | 'compression'>): Readable {
  const raw = createReadStream(format.file, { highWaterMark: 1 << 20 });
  if (format.compression === null) return raw;
  const decoder = format.compression === 'gzip' ? createGunzip() : createZstdDecompress();
  raw.on('error', (error) => decoder.destroy(error));
  decoder.on('close', () => raw.destroy());
  return raw.pipe(decoder);
}

/** A block of UTF-8 text of a log, whatever its encoding and compression, without a byte-order mark. */
export async function* textBlocks(format: LogFormat): AsyncGenerator<Buffer> {
  const decoder = format.encoding === 'utf-8' ? null : new TextDecoder(format.encoding);
  let first = true;
  for await (const block of openLog(format) as AsyncIterable<Buffer>) {
    // TextDecoder drops the byte-order mark of UTF-16 itself.
    if (decoder !== null) yield Buffer.from(decoder.decode(block, { stream: true }));
    else yield first && format.byteOrderMark ? block.subarray(3) : block;
    first = false;
  }
}

/** Unpacked size that a gzip file states in its last four bytes, modulo 4 GiB (RFC 1952); 0 for other files. */
async function statedSize(file: string, size: number, compression: 'gzip' | 'zstd'): Promise<number> {
  if (compression !== 'gzip' || size < 18) return 0;
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, size - 4);
    return buffer.readUInt32LE();
  } finally {
    await handle.close();
  }
}

/** The unpacked first 64 kB, as far as they can be unpacked, up to the suspicious ratio. */
async function unpackedHead(file: string, compression: 'gzip' | 'zstd'): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const source = createReadStream(file, { end: HEAD_BYTES - 1 });
  const decoder = compression === 'gzip' ? createGunzip() : createZstdDecompress();
  source.on('error', (error) => decoder.destroy(error));
  try {
    for await (const part of source.pipe(decoder) as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > HEAD_BYTES * SUSPICIOUS_RATIO) break;
    }
  } catch {
    // The first 64 kB of a longer file end in the middle of its stream; the bytes before that are enough.
  } finally {
    source.destroy();
    decoder.destroy();
  }
  return Buffer.concat(parts);
}

function compressionOf(head: Buffer): LogFormat['compression'] {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return null;
}

const hasUtf16Mark = (head: Buffer): boolean =>
  (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);

/** UTF-16 has a byte-order mark, or a zero in every second byte of its first two characters, which are ASCII. */
function encodingOf(head: Buffer): LogFormat['encoding'] {
  const [a = 0, b = 0, c = 0, d = 0] = head;
  const isText = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;
  if ((a === 0xff && b === 0xfe) || (isText(a) && b === 0 && isText(c) && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && isText(b) && c === 0 && isText(d))) return 'utf-16be';
  return 'utf-8';
}

/** The first bytes of a file, fewer where it is shorter. */
export async function readStart(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
