import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { LogFormat } from '../log-format.ts';
import { sha256Of } from '../row-cache/digest.ts';
import { entryRows } from '../row-cache/entry.ts';
import { scanPrefix } from '../row-cache/prefix-scan.ts';
import type { CachedFile, NewSegment, RowCache } from '../row-cache/row-cache.ts';
import type { Database } from './database.ts';
import type { FeatureSql } from './feature-columns.ts';
import type { PreparedLog } from './load-log.ts';
import { literal } from './sql.ts';

/** What was read into a log's table. */
export interface ReadTable {
  readonly features: readonly FeatureSql[];
  /** False where keys were left out because there are too many. */
  readonly complete: boolean;
}

export interface TableLayout {
  readonly table: string;
  /** Its columns beside `file` and the features, with their types. */
  readonly columns: Readonly<Record<string, string>>;
  readonly mostFeatures: number;
  /** Reads files into the table, which is made anew. */
  readonly read: (log: PreparedLog) => Promise<ReadTable>;
}

/**
 * Reads a log into its table: from the cache what earlier nights have read, from the files only what is new, in the
 * same order as all of it would be read from the files. What was new is then in the cache, too.
 */
export async function readThroughCache(
  db: Database,
  cache: RowCache,
  log: PreparedLog,
  layout: TableLayout,
): Promise<ReadTable> {
  const found: (CachedFile | null)[] = [];
  for (const [i, format] of log.formats.entries()) {
    found.push(isCacheable(log, i) ? await cache.find(format) : null);
  }
  const keys = new Set(found.flatMap((file) => file?.segments.flatMap(keysOf) ?? []));
  if (found.every((file) => file === null) || keys.size > layout.mostFeatures) {
    return await readWhole(db, cache, log, layout);
  }
  try {
    return await readNew(db, cache, log, layout, found);
  } catch (error) {
    // A Parquet file that vanished or was torn after it was checked, or a tail that the reader refuses.
    if (!(error instanceof Error) || !/^(IO|Invalid Input|Conversion|Binder) Error/.test(error.message))
      throw error;
    return await readWhole(db, cache, log, layout);
  }
}

const keysOf = ({ columns }: CachedFile['segments'][number]): string[] => columns.map(({ key }) => key);

/** Lines that DuckDB reads as they stand; other files are rewritten first, each in its own way. */
const isCacheable = ({ formats, paths }: PreparedLog, i: number): boolean => {
  const format = formats[i];
  return format?.native === true && format.content === 'json-lines' && paths[i] === format.file;
};

async function readWhole(
  db: Database,
  cache: RowCache,
  log: PreparedLog,
  layout: TableLayout,
): Promise<ReadTable> {
  // The files are hashed while the database reads them.
  const scanning = Promise.all(log.formats.map((format, i) => (isCacheable(log, i) ? scan(format) : null)));
  scanning.catch(() => undefined);
  const read = await layout.read(log);
  const scans = await scanning;
  await cache.writing(async () => {
    for (const [i, format] of log.formats.entries()) {
      const scanned = scans[i] ?? null;
      if (scanned === null || !read.complete || !isCacheable(log, i)) continue;
      const segment = await segmentOf(db, layout, read.features, i, scanned.records);
      if (segment !== null) await cache.keep(format, scanned, null, segment);
    }
    await cache.prune();
  });
  return read;
}

async function scan(format: LogFormat) {
  if (format.compression === null) return await scanPrefix(format.file, format.size, null);
  return { bytes: format.size, sha256: await sha256Of(format.file), records: Number.POSITIVE_INFINITY };
}

/** The first `records` rows of a file for the cache; null where there are none, or fewer than the file had. */
async function segmentOf(
  db: Database,
  { table, columns }: Pick<TableLayout, 'table' | 'columns'>,
  features: readonly FeatureSql[],
  file: number,
  records: number,
): Promise<NewSegment | null> {
  const [range] = await db.rows<{ n: number; first: number | null }>(
    `select count(*)::double as n, min(rowid)::double as first from ${table} where file = ${file}`,
  );
  const held = range?.n ?? 0;
  const rows = Number.isFinite(records) ? records : held;
  if (rows === 0 || rows > held) return null;
  const values = features.flatMap(({ n, t }, i) => [
    ...(n === null ? [] : [`${n} as n${i}`]),
    ...(t === null ? [] : [`${t} as t${i}`]),
  ]);
  const end = (range?.first ?? 0) + rows;
  return {
    rows,
    columns: features.map(({ key, n, t }) => ({ key, numbers: n !== null, texts: t !== null })),
    write: (target) =>
      db.run(`copy (select ${[...Object.keys(columns), ...values].join(', ')} from ${table}
        where file = ${file} and rowid < ${end}) to ${literal(target)} (format parquet)`),
  };
}

async function readNew(
  db: Database,
  cache: RowCache,
  log: PreparedLog,
  layout: TableLayout,
  found: readonly (CachedFile | null)[],
): Promise<ReadTable> {
  const fresh = await freshPart(db, log, found);
  const asGiven = [...fresh.log.paths];
  const read = await layout.read(fresh.log);
  const combined = await combine(db, layout, read, fresh.files, found);
  const isUnchanged = (local: number): boolean => fresh.log.paths[local] === asGiven[local];
  await cache.writing(async () => {
    for (const [i, format] of log.formats.entries()) {
      const known = found[i] ?? null;
      const local = fresh.files.indexOf(i);
      if (known !== null && known.fresh.records === 0) await cache.touch(format, known);
      else if (read.complete && local >= 0 && isUnchanged(local) && isCacheable(log, i)) {
        await keepNew(db, cache, layout, { format, file: i, local, known, read, combined });
      }
    }
    await cache.prune();
  });
  await db.run(`drop table ${layout.table}`);
  await db.run(`alter table ${COMBINED} rename to ${layout.table}`);
  log.notes.push(...fresh.log.notes);
  return combined;
}

interface NewRows {
  readonly format: LogFormat;
  /** Its number in the whole log, and among the files that hold something new. */
  readonly file: number;
  readonly local: number;
  readonly known: CachedFile | null;
  readonly read: ReadTable;
  readonly combined: ReadTable;
}

async function keepNew(
  db: Database,
  cache: RowCache,
  layout: TableLayout,
  { format, file, local, known, read, combined }: NewRows,
): Promise<void> {
  const scanned = known?.fresh ?? (await scan(format));
  const anew = known !== null && cache.isScattered(known);
  const segment = anew
    ? await segmentOf(
        db,
        { ...layout, table: COMBINED },
        combined.features,
        file,
        entryRows(known.entry) + scanned.records,
      )
    : await segmentOf(db, layout, read.features, local, scanned.records);
  if (segment !== null) await cache.keep(format, scanned, anew ? null : known, segment);
}

interface FreshPart {
  readonly log: PreparedLog;
  /** Which file of the whole log each of them is. */
  readonly files: readonly number[];
}

/** The files, or ends of files, that no earlier night has read. */
async function freshPart(
  db: Database,
  log: PreparedLog,
  found: readonly (CachedFile | null)[],
): Promise<FreshPart> {
  const formats: LogFormat[] = [];
  const paths: string[] = [];
  const files: number[] = [];
  for (const [i, format] of log.formats.entries()) {
    const from = found[i]?.entry.bytes ?? 0;
    if (from >= format.size && from > 0) continue;
    files.push(i);
    formats.push({ ...format, size: format.size - from });
    paths.push(from === 0 ? (log.paths[i] ?? format.file) : await copyTail(db, format, from));
  }
  return { log: { formats, paths, notes: [] }, files };
}

async function copyTail(db: Database, { file, size }: LogFormat, from: number): Promise<string> {
  const target = path.join(db.directory, `${db.nextNumber()}.jsonl`);
  await pipeline(createReadStream(file, { start: from, end: size - 1 }), createWriteStream(target));
  return target;
}

const COMBINED = 'combined_rows';

/** One table of the cached rows and the fresh ones, file by file, with columns only for what any of them holds. */
async function combine(
  db: Database,
  { table, columns }: TableLayout,
  read: ReadTable,
  freshFiles: readonly number[],
  found: readonly (CachedFile | null)[],
): Promise<ReadTable> {
  const union = new Map<string, { n: boolean; t: boolean }>();
  const add = (key: string, n: boolean, t: boolean): void => {
    const known = union.get(key);
    union.set(key, { n: n || known?.n === true, t: t || known?.t === true });
  };
  for (const file of found) {
    for (const segment of file?.segments ?? []) {
      for (const { key, numbers, texts } of segment.columns) add(key, numbers, texts);
    }
  }
  for (const { key, n, t } of read.features) add(key, n !== null, t !== null);
  const features = [...union].map(([key, has], i) => ({
    key,
    n: has.n ? `n${i}` : null,
    t: has.t ? `t${i}` : null,
  }));
  const types = [
    ...Object.entries(columns).map(([name, type]) => `${name} ${type}`),
    ...features.flatMap(({ n, t }) => [
      ...(n === null ? [] : [`${n} double`]),
      ...(t === null ? [] : [`${t} varchar`]),
    ]),
  ];
  await db.run(`create or replace table ${COMBINED} (file usmallint, ${types.join(', ')})`);
  const insert = (file: number, has: readonly FeatureSql[], source: string): Promise<void> => {
    const byKey = new Map(has.map((feature) => [feature.key, feature]));
    const values = features.flatMap(({ key, n, t }) => [
      ...(n === null ? [] : [byKey.get(key)?.n ?? 'null']),
      ...(t === null ? [] : [byKey.get(key)?.t ?? 'null']),
    ]);
    return db.runPlain(
      `insert into ${COMBINED} select ${[file, ...Object.keys(columns), ...values].join(', ')} from ${source}`,
    );
  };
  for (const [i, file] of found.entries()) {
    for (const segment of file?.segments ?? []) {
      const has = segment.columns.map(({ key, numbers, texts }, j) => ({
        key,
        n: numbers ? `n${j}` : null,
        t: texts ? `t${j}` : null,
      }));
      await insert(i, has, `read_parquet(${literal(segment.path)})`);
    }
    const local = freshFiles.indexOf(i);
    if (local >= 0) await insert(i, read.features, `${table} where file = ${local}`);
  }
  return { features, complete: read.complete };
}
