import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { parse } from 'csv-parse';
import type { LogFormat } from './log-format.ts';
import { textBlocks } from './log-text.ts';
import { refusedRecord } from './refused-record.ts';

export interface CsvRecord {
  /** 1-based line at which the record ends. */
  readonly line: number;
  /** The record as the JSON API would have logged it. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** Columns of a log whose cells are text even where they look like numbers. */
const TEXT_COLUMNS = new Set(['timestamp', 'label', 'model_version', 'endpoint', 'path', 'method']);
const LOG_COLUMNS = new Set([
  ...TEXT_COLUMNS,
  'input',
  'score',
  'inference_ms',
  'status_code',
  'response_ms',
  'response_time_ms',
]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Records of a CSV log. A column `input` holds the features as JSON; columns `input.x` or `input_x` hold one each;
 * where there is neither, every column that is not one of the log's own is a feature. Empty cells are missing.
 */
export async function* csvRecords(format: LogFormat): AsyncGenerator<CsvRecord> {
  const parser = Readable.from(unixLines(textBlocks(format))).pipe(
    parse({ info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }),
  );
  let header: readonly string[] | null = null;
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    if (header === null) header = record.map((name) => name.trim());
    else if (record.length !== header.length) yield { line: info.lines, record: refusedRecord('ragged-row') };
    else yield { line: info.lines, record: toLogRecord(header, record) };
  }
}

/** CRLF as LF: the parser would count a line end within quotes twice. */
async function* unixLines(blocks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let held = '';
  for await (const block of blocks) {
    const text = held + decoder.write(block);
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
  }
  yield held + decoder.end();
}

function toLogRecord(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const features: [string, unknown][] = [];
  const prefixed = header.some((name) => /^input[._]/.test(name));
  header.forEach((name, i) => {
    const cell = cells[i] ?? '';
    if (cell === '') return;
    if (name === 'input') record[name] = parseInput(cell);
    else if (LOG_COLUMNS.has(name)) record[name] = TEXT_COLUMNS.has(name) ? cell : typed(cell);
    else if (/^input[._]/.test(name)) features.push([name.slice(6), typed(cell)]);
    else if (!prefixed) features.push([name, typed(cell)]);
  });
  if (!header.includes('input')) record['input'] = Object.fromEntries(features);
  return record;
}

const typed = (cell: string): string | number =>
  NUMBER.test(cell) && Number.isFinite(Number(cell)) ? Number(cell) : cell;

/** Text that is not JSON stays text, and is then refused as an input that is no object. */
function parseInput(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
