import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { parse } from 'csv-parse';
import { inputError } from '../../monitor-error.ts';
import { refusedRecord } from '../rules/refused-records.ts';
import { boundedLines, NORMALISE_LIMITS, type NormaliseLimits } from './bounded-lines.ts';
import { CSV_NUMBER, type Delimiter, detectDelimiter, readHeader } from './csv-header.ts';
import type { LogFormat } from './log-format.ts';

export interface CsvRecord {
  /** 1-based line at which the record ends. */
  readonly line: number;
  /** The record as one line of JSON, as the API would have logged it. */
  readonly json: string;
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

/** Replaces a line that is too long: a record of one cell. */
const TOO_LONG = '\0too long';

/**
 * Records of a CSV log, its cells separated by commas, semicolons or tabs. A column `input` holds the features as JSON;
 * columns `input.x` or `input_x` hold one each; where there is neither, every column that is not one of the log's own is
 * a feature. Empty cells are missing.
 *
 * @throws MonitorError (exit code 3) `csv-header`; else the error of reading. An unclosed quote is one: all that follows
 *   it would be one cell.
 */
export async function* csvRecords(
  format: LogFormat,
  limits: NormaliseLimits = NORMALISE_LIMITS,
): AsyncGenerator<CsvRecord> {
  const name = path.basename(format.file);
  const blocks = boundedLines(format, Buffer.from(`${TOO_LONG}\n`), limits);
  const delimiter = detectDelimiter(headText(format));
  let header: readonly string[] | null = null;
  for await (const { record, line } of parsed(unixLines(blocks), delimiter, limits.lineBytes)) {
    const tooLong = record.length === 1 && record[0] === TOO_LONG;
    if (header === null && tooLong) {
      throw inputError(
        'csv-header',
        `${name}, line 1: longer than a header can be. Give the log's own columns.`,
      );
    }
    if (header === null) header = readHeader(record, name);
    else if (tooLong) yield { line, json: JSON.stringify(refusedRecord('line-too-long')) };
    else if (record.length === header.length) yield { line, json: toLogRecord(header, record) };
    else yield { line, json: JSON.stringify(refusedRecord('ragged-row')) };
  }
}

interface Parsed {
  readonly record: readonly string[];
  readonly line: number;
}

/** Records of CSV text. Before an error is thrown, all records that precede it are yielded. */
async function* parsed(
  texts: AsyncIterable<string>,
  delimiter: Delimiter,
  recordBytes: number,
): AsyncGenerator<Parsed> {
  const ready: Parsed[] = [];
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: recordBytes,
    on_record: (record: string[], { lines }) => {
      ready.push({ record, line: lines });
      return null;
    },
  });
  // Errors are taken from the callbacks of `write` and `end`.
  parser.on('error', () => undefined).resume();
  type Failure = Error | null | undefined;
  let broken: unknown = null;
  try {
    for await (const text of texts) {
      const failure = await new Promise<Failure>((resolve) => parser.write(text, resolve));
      yield* ready.splice(0);
      if (failure) throw failure;
    }
  } catch (error) {
    broken = error;
  }
  // Also after an error: the parser holds the last record back until it has seen what follows.
  const failure = await new Promise<Failure>((resolve) => parser.end((error?: Failure) => resolve(error)));
  yield* ready.splice(0);
  if (broken !== null) throw broken;
  if (failure) throw failure;
}

const headText = ({ head, encoding }: LogFormat): string => new TextDecoder(encoding).decode(head);

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

function toLogRecord(header: readonly string[], cells: readonly string[]): string {
  const members: string[] = [];
  const features: [string, unknown][] = [];
  const prefixed = header.some((name) => /^input[._]/.test(name));
  header.forEach((name, i) => {
    const cell = cells[i] ?? '';
    if (cell === '') return;
    if (name === 'input') members.push(`"input":${inputJson(cell)}`);
    else if (LOG_COLUMNS.has(name)) {
      members.push(`"${name}":${JSON.stringify(TEXT_COLUMNS.has(name) ? cell : typed(cell))}`);
    } else if (/^input[._]/.test(name)) features.push([name.slice(6), typed(cell)]);
    else if (!prefixed) features.push([name, typed(cell)]);
  });
  if (!header.includes('input')) members.push(`"input":${JSON.stringify(Object.fromEntries(features))}`);
  return `{${members.join()}}`;
}

const typed = (cell: string): string | number =>
  CSV_NUMBER.test(cell) && Number.isFinite(Number(cell)) ? Number(cell) : cell;

/**
 * The cell's own JSON on one line. It is not serialised again, because `JSON.stringify` recurses and input may be nested
 * deeply enough to overflow the stack. Text that is not JSON becomes a string, and is then refused as no object.
 */
function inputJson(cell: string): string {
  try {
    JSON.parse(cell);
    return cell.replace(/[\r\n]/g, ' ');
  } catch {
    return JSON.stringify(cell);
  }
}
