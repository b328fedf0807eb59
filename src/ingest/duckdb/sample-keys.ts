import { open } from 'node:fs/promises';
import type { Database } from './database.ts';
import type { PreparedLog } from './load-log.ts';
import { parquetSource } from './parquet-source.ts';

const BLOCK_BYTES = 64 * 1024;
/** Places looked into: all of a small file, some sixteen megabytes of a large one. */
const BLOCKS = 256;

/**
 * Keys of `input` found by looking into each file here and there, in the order they were met. A guess: what it
 * misses is found when the log is read (see `loadPredictions`).
 */
export async function sampleKeys(db: Database, log: PreparedLog): Promise<string[]> {
  const keys = new Set<string>();
  for (const [index, format] of log.formats.entries()) {
    const file = log.paths[index] ?? format.file;
    if (format.content === 'parquet') await parquetKeys(db, file, keys);
    else if (format.compression === null || file !== format.file) await jsonKeys(file, keys);
    else collect(format.head, keys);
  }
  return [...keys];
}

async function parquetKeys(db: Database, file: string, keys: Set<string>): Promise<void> {
  const source = await parquetSource(db, file, ['input'], 0);
  const rows = await db.rows<{ key: string }>(
    `select distinct unnest(json_keys(input)) as key from (from ${source} limit 2000) order by key`,
  );
  for (const { key } of rows) keys.add(key);
}

async function jsonKeys(file: string, keys: Set<string>): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const step = Math.max(BLOCK_BYTES, Math.floor(size / BLOCKS));
    for (let position = 0; position < size; position += step) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BLOCK_BYTES), 0, BLOCK_BYTES, position);
      collect(buffer.subarray(0, bytesRead), keys);
    }
  } finally {
    await handle.close();
  }
}

/** Keys of whole lines in a block; the cut ones at its ends are no JSON and are left out. */
function collect(block: Buffer, keys: Set<string>): void {
  for (const line of block.toString('utf8').split('\n')) {
    if (!line.startsWith('{')) continue;
    const record = parse(line);
    const input =
      typeof record === 'object' && record !== null ? (record as { input?: unknown }).input : null;
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) {
      for (const key of Object.keys(input)) keys.add(key);
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
