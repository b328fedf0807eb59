import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { parse } from 'csv-parse';
import { inputError, MonitorError } from '../../monitor-error.ts';
import type { ColumnMap } from '../rules/column-map.ts';
import { featuresOf } from '../rules/log-fields.ts';
import { refusedRecord } from '../rules/refused-records.ts';
import { boundedLines, NORMALISE_LIMITS, type NormaliseLimits } from './bounded-lines.ts';
import { type Delimiter, detectDelimiter, readHeader } from './csv-header.ts';
import { type CsvLayout, layoutOf, toLogRecord, typed } from './csv-layout.ts';
import type { LogFormat } from './log-format.ts';

export interface CsvRecord {
  /** 1-based line at which the record ends. */
  readonly line: number;
  /** The record as one line of JSON, as the API would have logged it. */
  readonly json: string;
}

/** Replaces a line that is too long: a record of one cell. */
const TOO_LONG = '\0too long';

/**
 * Records of a CSV log, its cells separated by commas, semicolons or tabs, with their fields under the names of the guide.
 * A column `input` holds the features as JSON; columns `input.x` or `input_x` hold one each; where there is neither, every
 * column that is not one of the log's own is a feature. Empty cells are missing.
 *
 * @param columns where the fields stand, if not under their own names.
 * @throws MonitorError (exit code 3) `csv-header`; else the error of reading. An unclosed quote is one: all that follows
 *   it would be one cell.
 */
export async function* csvRecords(
  format: LogFormat,
  limits: NormaliseLimits = NORMALISE_LIMITS,
  columns: ColumnMap | null = null,
): AsyncGenerator<CsvRecord> {
  let layout: CsvLayout | null = null;
  for await (const { header, cells, line } of csvCells(format, limits)) {
    layout ??= layoutOf(header, columns);
    if (typeof cells === 'string') yield { line, json: JSON.stringify(refusedRecord(cells)) };
    else yield { line, json: toLogRecord(layout, cells) };
  }
}

/** Rows of a CSV log as objects of their cells, for samples; refused rows and the unread rest of a file are left out. */
export async function* csvRows(format: LogFormat): AsyncGenerator<Readonly<Record<string, unknown>>> {
  try {
    for await (const { header, cells } of csvCells(format, NORMALISE_LIMITS)) {
      if (typeof cells === 'string') continue;
      yield Object.fromEntries(
        header.flatMap((name, i) => (cells[i] === '' ? [] : [[name, sampleValue(cells[i] ?? '')]])),
      );
    }
  } catch (error) {
    if (error instanceof MonitorError) throw error;
  }
}

/** A cell as it would stand in a record: an object where it holds the JSON of one. */
const sampleValue = (cell: string): unknown =>
  cell.startsWith('{') ? (featuresOf(cell) ?? cell) : typed(cell);

interface CsvCells {
  readonly header: readonly string[];
  /** Why the row is refused, if it is. */
  readonly cells: readonly string[] | 'line-too-long' | 'ragged-row';
  readonly line: number;
}

async function* csvCells(format: LogFormat, limits: NormaliseLimits): AsyncGenerator<CsvCells> {
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
    else if (tooLong) yield { header, cells: 'line-too-long', line };
    else if (record.length === header.length) yield { header, cells: record, line };
    else yield { header, cells: 'ragged-row', line };
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
