import { open } from 'node:fs/promises';
import { type ColumnMap, readInput, usualColumns } from '../../rules/column-map.ts';
import type { Database } from './database.ts';
import type { FeatureColumn } from './feature-columns.ts';
import type { PreparedLog } from './load-log.ts';
import { parquetSource } from './parquet-source.ts';

const BLOCK_BYTES = 64 * 1024;
/** Blocks read of each file: all of a small file, 16 MB of a large one. */
const BLOCKS = 256;
/** Distinct keys remembered of the samples; further ones are found when the log is read. */
const MAX_SAMPLED_KEYS = 20_000;

export interface SampledKeys {
  /** Records in the samples. */
  readonly rows: number;
  /** In order of appearance, each with the number of sampled records that have it. */
  readonly keys: readonly (FeatureColumn & { readonly rows: number })[];
}

/**
 * Features found in samples of each file, each with the kind of most of its values. Keys that the samples miss are found
 * when the log is read (see `readPredictions`).
 */
export async function sampleFeatures(db: Database, log: PreparedLog): Promise<SampledKeys> {
  const found: Found = { rows: 0, keys: new Map() };
  for (const [index, format] of log.formats.entries()) {
    const file = log.paths[index] ?? format.file;
    // The normalised copy of a CSV file has its fields under their own names.
    const columns = format.content === 'csv' ? usualColumns('predictions') : log.columns;
    if (format.content === 'parquet') await fromParquet(db, file, columns, found);
    else if (format.compression === null || file !== format.file) await fromFile(file, columns, found);
    else collect(format.head.toString('utf8'), columns, found);
  }
  const keys = [...found.keys].map(([key, { numbers, others, rows }]) => ({
    key,
    numeric: numbers > others,
    rows,
  }));
  return { rows: found.rows, keys };
}

interface Found {
  rows: number;
  readonly keys: Map<string, { rows: number; numbers: number; others: number }>;
}

async function fromParquet(db: Database, file: string, columns: ColumnMap, found: Found): Promise<void> {
  const source = await parquetSource(db, file, ['input'], 0, columns);
  const rows = await db.rows<{ input: string | null }>(`from ${source} limit 500`);
  for (const { input } of rows) add(parse(input ?? ''), found);
}

async function fromFile(file: string, columns: ColumnMap, found: Found): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const step = Math.max(BLOCK_BYTES, Math.floor(size / BLOCKS));
    for (let position = 0; position < size; position += step) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BLOCK_BYTES), 0, BLOCK_BYTES, position);
      collect(buffer.toString('utf8', 0, bytesRead), columns, found);
    }
  } finally {
    await handle.close();
  }
}

/** Features of the whole lines in a block; the cut lines at its ends are not JSON and are skipped. */
function collect(block: string, columns: ColumnMap, found: Found): void {
  for (const line of block.split('\n')) {
    if (!line.startsWith('{')) continue;
    const record = parse(line);
    if (typeof record !== 'object' || record === null) continue;
    add(readInput(record as Readonly<Record<string, unknown>>, columns), found);
  }
}

function add(input: unknown, found: Found): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return;
  found.rows++;
  for (const [key, value] of Object.entries(input)) {
    let counts = found.keys.get(key);
    if (counts === undefined) {
      if (found.keys.size >= MAX_SAMPLED_KEYS) continue;
      counts = { rows: 0, numbers: 0, others: 0 };
      found.keys.set(key, counts);
    }
    counts.rows++;
    if (typeof value === 'number') counts.numbers++;
    else if (value !== null) counts.others++;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
