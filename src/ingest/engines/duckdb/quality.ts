import { open } from 'node:fs/promises';
import path from 'node:path';
import type { ReadingOptions } from '../../engine-options.ts';
import { otherNamesNote } from '../../rules/quality-notes.ts';
import { fieldsSeen } from '../../sources/fields-seen.ts';
import type { LogInput } from '../../sources/log-files.ts';
import type { LogFormat } from '../../sources/log-format.ts';
import { openLog } from '../../sources/log-format.ts';
import type { Source, SourceQuality } from '../../store.ts';
import type { Database } from './database.ts';
import type { PreparedLog } from './load-log.ts';
import { readRejections } from './rejections.ts';
import { literal, microseconds, rowsOf } from './sql.ts';

export type QualityOptions = Pick<Required<ReadingOptions>, 'samples' | 'labelThreshold' | 'positiveLabel'>;

/** What was read and what was refused, whatever the time; files are opened again only to locate refused rows. */
export async function readRefusals(
  db: Database,
  source: Source,
  log: LogInput,
  loaded: PreparedLog,
  options: QualityOptions,
): Promise<Refusals> {
  const { rows, rejected, disagreements } = await readTotals(db, source, options);
  const refused = rejected > 0;
  return {
    present: log.present,
    location: log.location,
    files: loaded.formats.map((format) => path.basename(format.file)),
    rows,
    rejected,
    reasons: refused ? await readRejections(db, source, loaded, options.samples) : [],
    labelDisagreements: disagreements,
    notes: [
      ...loaded.notes,
      ...(refused ? await cutFiles(db, source, loaded.formats) : []),
      ...(source === 'requests' ? await otherNames(db) : []),
    ],
    ...(refused && rejected === rows ? { fieldsSeen: fieldsSeen(loaded.formats) } : {}),
  };
}

/** The part of a log's quality that depends on the time of the report. */
type Times = Pick<SourceQuality, 'afterNow' | 'first' | 'last'>;
export type Refusals = Omit<SourceQuality, keyof Times>;

interface Totals {
  readonly rows: number;
  readonly rejected: number;
  readonly disagreements: number;
}

async function readTotals(db: Database, source: Source, options: QualityOptions): Promise<Totals> {
  const disagrees =
    source === 'predictions'
      ? `(label = ${literal(options.positiveLabel)}) <> (score > ${options.labelThreshold})`
      : 'false';
  const rows = await db.rows<Totals>(`
    select count(*)::double as rows, (count(*) filter (broken_rule > 0))::double as rejected,
      (count(*) filter (broken_rule = 0 and ${disagrees}))::double as disagreements
    from ${rowsOf(source)}`);
  return onlyRow(rows);
}

/** Accepted rows after `now`, and the times of the first and last of the others. */
export async function readTimes(db: Database, source: Source, now: number): Promise<Times> {
  const until = microseconds(now);
  const rows = await db.rows<Times>(`
    select (count(*) filter (time_us > ${until}))::double as "afterNow",
      min(time_us) filter (time_us <= ${until}) / 1000.0::double as first,
      max(time_us) filter (time_us <= ${until}) / 1000.0::double as last
    from ${rowsOf(source)} where broken_rule = 0`);
  return onlyRow(rows);
}

function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('an aggregate query returned no row');
  return row;
}

/** Notes on files whose last record was refused because the file, or its compressed stream, is cut. */
async function cutFiles(db: Database, source: Source, formats: readonly LogFormat[]): Promise<string[]> {
  const rows = await db.rows<{ file: number }>(
    `select file::double as file from ${rowsOf(source)} group by 1 having arg_max(broken_rule, rowid) > 0 order by 1`,
  );
  const notes: string[] = [];
  for (const { file } of rows) {
    const format = formats[file];
    if (format === undefined || !format.native) continue;
    const name = path.basename(format.file);
    if (format.compression !== null && !(await canUnpack(format))) notes.push(`${name} is damaged or cut`);
    else if (format.compression === null && !(await endsInNewline(format))) {
      notes.push(`${name} ends in the middle of a line`);
    }
  }
  return notes;
}

async function canUnpack(format: LogFormat): Promise<boolean> {
  try {
    for await (const _ of openLog(format));
    return true;
  } catch {
    return false;
  }
}

async function endsInNewline(format: LogFormat): Promise<boolean> {
  const handle = await open(format.file);
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return buffer[0] === 10;
  } finally {
    await handle.close();
  }
}

async function otherNames(db: Database): Promise<string[]> {
  const [row] = await db.rows<{ other: number; usual: number }>(`
    select (count(*) filter (by_path))::double as other, (count(*) filter (not by_path))::double as usual
    from requests where broken_rule = 0`);
  const note = row === undefined ? null : otherNamesNote(row.other, row.usual);
  return note === null ? [] : [note];
}
