import { csvRecords } from './csv-log.ts';
import { type LogFormat, textBlocks } from './log-format.ts';
import { RecordFinder, type RecordLine } from './record-finder.ts';

/**
 * Finds records (counted from 1) in a newline-delimited file, where blank lines are no records: their lines and
 * texts. Reads only as far as the last one asked for and holds one block at a time. A record behind a read error
 * has no entry.
 */
export async function findRecords(
  format: LogFormat,
  records: readonly number[],
): Promise<ReadonlyMap<number, RecordLine>> {
  if (format.content === 'parquet') return new Map(records.map((r) => [r, { line: r, text: '' }]));
  if (format.content === 'csv') return findCsvRecords(format, new Set(records));
  const finder = new RecordFinder(records);
  try {
    for await (const block of textBlocks(format)) {
      finder.push(block);
      if (finder.done) return finder.found;
    }
    finder.end();
  } catch {
    // The loader reports files that cannot be read to their end; the samples found so far are valid.
  }
  return finder.found;
}

async function findCsvRecords(
  format: LogFormat,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, RecordLine>> {
  const found = new Map<number, RecordLine>();
  let record = 0;
  try {
    for await (const { line } of csvRecords(format)) {
      record++;
      if (wanted.has(record)) found.set(record, { line, text: '' });
      if (found.size === wanted.size) break;
    }
  } catch {
    // As above: the loader reports it.
  }
  return found;
}
