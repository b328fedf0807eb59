import { open } from 'node:fs/promises';
import { byCodeUnit } from '../ordering.ts';
import type { SampleRecord } from '../rules/resolve-columns.ts';
import { csvRows } from './csv-log.ts';
import { inspectLog, type LogFormat } from './log-format.ts';

const BLOCK_BYTES = 64 * 1024;
/** Further blocks read of a large file, evenly spaced and at its end: names may change in the middle of a file. */
const MAX_BLOCKS = 8;
const MAX_RECORDS = 400;
const MAX_TOTAL = 4_000;
const MIN_RECORDS = 4;
/** Fewer records than this of a file come from its beginning alone. */
const SPREAD_RECORDS = 200;

/** Records sampled of each of so many files: a log of thousands of rotated files costs no more than one of twenty. */
export const recordsPerFile = (files: number, total = MAX_TOTAL): number =>
  Math.max(MIN_RECORDS, Math.ceil(total / Math.max(1, files)));

/** Some records of each of several files, in the order of the files; about `total` in all. */
export async function sampleFiles(files: readonly string[], total = MAX_TOTAL): Promise<SampleRecord[]> {
  const formats = await Promise.all([...files].sort(byCodeUnit).map(inspectLog));
  const limit = recordsPerFile(files.length, total);
  return (await Promise.all(formats.map((format) => sampleRecords(format, limit)))).flat();
}

/** Some records of a log file as they stand in it, from its beginning and places further on. Parquet files give none. */
export async function sampleRecords(format: LogFormat, limit = MAX_RECORDS): Promise<SampleRecord[]> {
  if (format.content === 'parquet') return [];
  if (format.content === 'csv') return await csvSample(format, limit);
  const texts = [new TextDecoder(format.encoding).decode(format.head)];
  if (
    limit >= SPREAD_RECORDS &&
    format.compression === null &&
    format.encoding === 'utf-8' &&
    format.size > BLOCK_BYTES
  ) {
    texts.push(...(await furtherBlocks(format)));
  }
  const each = Math.ceil(limit / texts.length);
  return texts.flatMap((text) => recordsIn(text, each));
}

async function furtherBlocks({ file, size }: LogFormat): Promise<string[]> {
  const handle = await open(file);
  try {
    const texts: string[] = [];
    const last = size - BLOCK_BYTES;
    // No more blocks than the file has: a record that is sampled again and again looks like a lead that is.
    const blocks = Math.min(MAX_BLOCKS, Math.ceil(last / BLOCK_BYTES));
    for (let i = 1; i <= blocks; i++) {
      const position = Math.floor((last * i) / blocks);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BLOCK_BYTES), 0, BLOCK_BYTES, position);
      texts.push(buffer.toString('utf8', 0, bytesRead));
    }
    return texts;
  } finally {
    await handle.close();
  }
}

/** The first whole records of a text; cut lines at its ends are not JSON and are skipped. */
export function recordsIn(text: string, limit: number): SampleRecord[] {
  const records: SampleRecord[] = [];
  for (const line of text.split('\n')) {
    if (records.length >= limit) break;
    const start = line.trimStart().replace(/^\uFEFF/, '');
    if (!start.startsWith('{')) continue;
    try {
      const value: unknown = JSON.parse(start);
      if (typeof value === 'object' && value !== null) records.push(value as SampleRecord);
    } catch {
      // A broken line is refused when the log is read; as a sample it says nothing.
    }
  }
  return records;
}

async function csvSample(format: LogFormat, limit: number): Promise<SampleRecord[]> {
  const records: SampleRecord[] = [];
  for await (const record of csvRows(format)) {
    records.push(record);
    if (records.length >= limit) break;
  }
  return records;
}
