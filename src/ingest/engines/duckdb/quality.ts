import { open } from 'node:fs/promises';
import path from 'node:path';
import type { EngineOptions } from '../../engine-options.ts';
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

export type QualityOptions = Pick<
  Required<EngineOptions>,
  'now' | 'samples' | 'labelThreshold' | 'positiveLabel'
>;

/** What was read and what was refused, from the table of all rows; files are opened again only to locate refused ones. */
export async function readQuality(
  db: Database,
  source: Source,
  log: LogInput,
  loaded: PreparedLog,
  options: QualityOptions,
): Promise<SourceQuality> {
  const totals = await readTotals(db, source, options);
  const refused = totals.rejected > 0;
  return {
    present: log.present,
    location: log.location,
    files: loaded.formats.map((format) => path.basename(format.file)),
    rows: totals.rows,
    rejected: totals.rejected,
    reasons: refused ? await readRejections(db, source, loaded, options.samples) : [],
    afterNow: totals.afterNow,
    first: totals.first,
    last: totals.last,
    labelDisagreements: totals.disagreements,
    notes: [
      ...loaded.notes,
      ...(refused ? await cutFiles(db, source, loaded.formats) : []),
      ...(source === 'requests' ? await otherNames(db) : []),
    ],
    ...(refused && totals.rejected === totals.rows ? { fieldsSeen: fieldsSeen(loaded.formats) } : {}),
  };
}

interface Totals {
  readonly rows: number;
  readonly rejected: number;
  readonly afterNow: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly disagreements: number;
}

async function readTotals(db: Database, source: Source, options: QualityOptions): Promise<Totals> {
  const now = microseconds(options.now);
  const disagrees =
    source === 'predictions'
      ? `(label = ${literal(options.positiveLabel)}) <> (score > ${options.labelThreshold})`
      : 'false';
  const rows = await db.rows<Totals>(`
    select count(*)::double as rows, (count(*) filter (broken_rule > 0))::double as rejected,
      (count(*) filter (broken_rule = 0 and time_us > ${now}))::double as "afterNow",
      min(time_us) filter (broken_rule = 0 and time_us <= ${now}) / 1000.0::double as first,
      max(time_us) filter (broken_rule = 0 and time_us <= ${now}) / 1000.0::double as last,
      (count(*) filter (broken_rule = 0 and ${disagrees}))::double as disagreements
    from ${rowsOf(source)}`);
  const [totals] = rows;
  if (totals === undefined) throw new Error('an aggregate query returned no row');
  return totals;
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
