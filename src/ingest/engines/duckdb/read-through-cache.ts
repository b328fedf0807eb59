import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { entryRows } from '../../row-cache/entry.ts';
import type { CachedFile, RowCache, ScannedFile } from '../../row-cache/row-cache.ts';
import type { LogFormat } from '../../sources/log-format.ts';
import { COMBINED, combineRows, unionOf } from './combine-rows.ts';
import type { Database } from './database.ts';
import type { PreparedLog } from './load-log.ts';
import { segmentOf } from './segment-rows.ts';
import type { ReadTable, TableLayout } from './table-layout.ts';

/**
 * Reads a log into its table: rows of earlier runs from the cache, new rows from the files, in the same order as if all
 * were read from the files. Then adds the new rows to the cache.
 */
export async function readThroughCache(
  db: Database,
  cache: RowCache,
  log: PreparedLog,
  layout: TableLayout,
): Promise<ReadTable> {
  const found: (CachedFile | null)[] = [];
  const scans: (ScannedFile | null)[] = [];
  for (const [i, format] of log.formats.entries()) {
    const known = isCacheable(log, i) ? await cache.find(format) : null;
    found.push(known);
    scans.push(known?.scanned ?? (isCacheable(log, i) ? await cache.scan(format) : null));
  }
  const lookup = { log, layout, found, scans };
  if (found.some((file) => file !== null)) {
    try {
      const read = await readNew(db, cache, lookup);
      if (read !== null) return read;
    } catch (error) {
      // A Parquet file that another run removed, a tail that DuckDB refuses, or too little memory for both tables.
      if (!(error instanceof Error) || !ENGINE_ERROR.test(error.message)) throw error;
    }
    await db.run(`drop table if exists ${COMBINED}`);
  }
  return await readWhole(db, cache, lookup);
}

const ENGINE_ERROR = /^(IO|Invalid Input|Conversion|Binder|Out of Memory) Error/;

/** A log and what the cache has of each of its files. */
interface CacheLookup {
  readonly log: PreparedLog;
  readonly layout: TableLayout;
  readonly found: readonly (CachedFile | null)[];
  readonly scans: readonly (ScannedFile | null)[];
}

/** Only JSON lines that DuckDB reads unchanged are cached; other files are normalised first. */
const isCacheable = ({ formats, paths }: PreparedLog, i: number): boolean => {
  const format = formats[i];
  return format?.native === true && format.content === 'json-lines' && paths[i] === format.file;
};

async function readWhole(
  db: Database,
  cache: RowCache,
  { log, layout, found, scans }: CacheLookup,
): Promise<ReadTable> {
  const read = await layout.read(log);
  await cache.writing(async () => {
    for (const [i, format] of log.formats.entries()) {
      const scanned = scans[i] ?? null;
      // The scan of a file with an entry counted only its new records; now all of them are needed.
      const whole = found[i] === null || scanned === null ? scanned : await cache.scan(format);
      if (whole === null || !read.complete || !isCacheable(log, i)) continue;
      if (whole.sha256 !== scanned?.sha256) continue;
      const segment = await segmentOf(db, layout, read, i, whole.records);
      if (segment !== null) await cache.addSegment(format, whole, null, segment);
    }
  });
  return read;
}

/** Null where fresh and cached rows cannot be combined: then the whole log is read. */
async function readNew(
  db: Database,
  cache: RowCache,
  { log, layout, found, scans }: CacheLookup,
): Promise<ReadTable | null> {
  const fresh = await freshPart(db, log, found);
  const asGiven = [...fresh.log.paths];
  const read = await layout.read(fresh.log);
  if (!canCombine(layout, read, found)) return null;
  const combined = await combineRows(db, layout, read, fresh.files, found);
  await cache.writing(async () => {
    for (const [i, format] of log.formats.entries()) {
      const known = found[i] ?? null;
      const scanned = scans[i] ?? null;
      const local = fresh.files.indexOf(i);
      if (known !== null && known.scanned.records === 0) await cache.updateStamp(known);
      else if (scanned !== null && local >= 0 && fresh.log.paths[local] === asGiven[local]) {
        const compacts = known !== null && cache.needsCompaction(known);
        const segment = compacts
          ? await segmentOf(
              db,
              { ...layout, table: COMBINED },
              combined,
              i,
              entryRows(known.entry) + (scanned.records ?? 0),
            )
          : await segmentOf(db, layout, read, local, scanned.records);
        if (segment !== null) await cache.addSegment(format, scanned, compacts ? null : known, segment);
      }
    }
  });
  await db.run(`drop table ${layout.table}`);
  await db.run(`alter table ${COMBINED} rename to ${layout.table}`);
  log.notes.push(...fresh.log.notes);
  return combined;
}

/**
 * Whether fresh and cached rows together equal what reading everything gives: no more keys than are kept, and no key that
 * was not looked for when a segment was read.
 */
function canCombine(layout: TableLayout, read: ReadTable, found: readonly (CachedFile | null)[]): boolean {
  const keys = [...unionOf(found, read.features).keys()];
  if (!read.complete || keys.length > layout.maxFeatures) return false;
  return found
    .flatMap((file) => file?.segments ?? [])
    .every(({ lookedFor }) => {
      if (lookedFor === null) return true;
      const seen = new Set(lookedFor);
      return keys.every((key) => seen.has(key));
    });
}

interface FreshPart {
  readonly log: PreparedLog;
  /** Index of each of its files in the whole log. */
  readonly files: readonly number[];
}

/** The files, or tails of files, that no earlier run has read. */
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
  return { log: { columns: log.columns, formats, paths, notes: [] }, files };
}

async function copyTail(db: Database, { file, size }: LogFormat, from: number): Promise<string> {
  const target = path.join(db.directory, `${db.nextNumber()}.jsonl`);
  await pipeline(createReadStream(file, { start: from, end: size - 1 }), createWriteStream(target));
  return target;
}
