import { stat } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { inputError } from '../../monitor-error.ts';
import { readRegularFile } from '../../regular-file.ts';
import { detectDelimiter, readHeader } from './csv-header.ts';

/** A small, human-edited CSV file, read strictly: every row has as many cells as the header. */
export interface CsvTable {
  readonly header: readonly string[];
  /** Cells by column, then by row. */
  readonly columns: readonly (readonly string[])[];
  /** 1-based line of each row. */
  readonly lines: readonly number[];
  readonly rows: number;
  readonly rejected: number;
  readonly reasons: readonly {
    readonly code: string;
    readonly count: number;
    readonly lines: readonly number[];
  }[];
  readonly notes: readonly string[];
}

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_SHOWN_LINES = 5;

/**
 * Reads a CSV file, compressed with gzip or not: comma, semicolon or tab, UTF-8 or UTF-16, with or without a byte-order mark.
 * Ragged rows are refused and counted with their lines.
 *
 * @returns null when the file is not there.
 * @throws MonitorError (exit code 3) `csv-unreadable`, `csv-empty`, `csv-header` or `csv-syntax`, naming the line.
 */
export async function readCsvTable(
  location: string,
  cwd: string,
  variable: string,
): Promise<CsvTable | null> {
  const bytes = await readBytes(path.resolve(cwd, location), location, variable);
  if (bytes === null) return null;
  const { text, notes } = decode(bytes);
  if (text.trim() === '') {
    throw inputError('csv-empty', `${location}: the file is empty. A CSV file with a header is expected.`);
  }
  const delimiter = detectDelimiter(text);
  if (delimiter !== ',') notes.push(`cells are separated by ${delimiter === ';' ? 'semicolons' : 'tabs'}`);
  const records = parseRecords(text, delimiter, location);
  const header = readHeader(records[0]?.record ?? [], location);
  const good = records.slice(1).filter(({ record }) => record.length === header.length);
  const ragged = records.slice(1).filter(({ record }) => record.length !== header.length);
  const columns = header.map((_, i) => good.map(({ record }) => record[i] ?? ''));
  return {
    header,
    columns,
    lines: good.map(({ line }) => line),
    rows: good.length,
    rejected: ragged.length,
    reasons:
      ragged.length === 0
        ? []
        : [
            {
              code: 'ragged-row',
              count: ragged.length,
              lines: ragged.slice(0, MAX_SHOWN_LINES).map(({ line }) => line),
            },
          ],
    notes,
  };
}

async function readBytes(file: string, location: string, variable: string): Promise<Buffer | null> {
  try {
    const found = await stat(file);
    if (!found.isFile()) {
      throw inputError(
        'csv-unreadable',
        `${variable}: ${location} is not a regular file. Give the path of a CSV file.`,
      );
    }
    if (found.size > MAX_BYTES) {
      throw inputError(
        'csv-too-large',
        `${variable}: ${location} is larger than ${MAX_BYTES / 1024 / 1024} MB. Give a sample of it.`,
      );
    }
    const bytes = await readRegularFile(file);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes, location, variable) : bytes;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === undefined || code.startsWith('csv-')) throw cause;
    throw inputError('csv-unreadable', `${variable}: ${location} cannot be read (${code}).`, cause);
  }
}

function unpacked(bytes: Buffer, location: string, variable: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw inputError(
      isLarge ? 'csv-too-large' : 'csv-unreadable',
      isLarge
        ? `${variable}: ${location} unpacks to more than ${MAX_BYTES / 1024 / 1024} MB. Give a sample of it.`
        : `${variable}: ${location} is damaged or cut: it cannot be unpacked. Write it again.`,
      cause,
    );
  }
}

function decode(bytes: Buffer): { text: string; notes: string[] } {
  const notes: string[] = [];
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null;
  if (utf16 !== null) notes.push('the file is UTF-16');
  else if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    notes.push('the file has a byte-order mark');
  // TextDecoder drops the byte-order mark itself.
  // CRLF as LF: the parser would count a line end within quotes twice.
  const text = new TextDecoder(utf16 ?? 'utf-8').decode(bytes).replace(/\r\n?/g, '\n');
  return { text, notes };
}

function parseRecords(
  text: string,
  delimiter: string,
  location: string,
): { record: string[]; line: number }[] {
  try {
    const rows = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 4 * 1024 * 1024,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (cause) {
    const line = (cause as { lines?: number }).lines;
    throw inputError(
      'csv-syntax',
      `${location}${line === undefined ? '' : `, line ${line}`}: not valid CSV (${(cause as { code?: string }).code ?? 'unknown error'}). Check the quotes near that line.`,
      cause,
    );
  }
}
