import { detectDelimiter } from './csv-header.ts';
import type { LogFormat } from './log-format.ts';

/** Records examined of each file. */
const MAX_RECORDS = 50;
/** What a field's name looks like; in a damaged file values may stand where names should. */
const FIELD_NAME = /^[A-Za-z_][\w.-]{0,39}$/;

/**
 * Names of the fields that at least half of the first records of a log have, in the order in which they appear. Read
 * from the first bytes of each file; Parquet keeps its names at the end of the file and gives none.
 */
export function fieldsSeen(formats: readonly Pick<LogFormat, 'content' | 'encoding' | 'head'>[]): string[] {
  const records = formats.flatMap((format) => firstRecords(format));
  const counts = new Map<string, number>();
  for (const name of records.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([name, count]) => count * 2 >= records.length && FIELD_NAME.test(name))
    .map(([name]) => name);
}

/** Field names of each of the first records. */
function firstRecords({
  content,
  encoding,
  head,
}: Pick<LogFormat, 'content' | 'encoding' | 'head'>): string[][] {
  if (content === 'parquet') return [];
  const text = new TextDecoder(encoding).decode(head);
  const lines = text.split(/\r?\n/, MAX_RECORDS).filter((line) => line.trim() !== '');
  if (content === 'csv') {
    const [header = ''] = lines;
    return [header.split(detectDelimiter(text)).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))];
  }
  return lines.flatMap((line) => {
    const record = jsonObject(line);
    return record === null ? [] : [Object.keys(record)];
  });
}

function jsonObject(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
