import { rename, writeFile } from 'node:fs/promises';
import { type Reporter, silentReporter } from '../../settings/reporter.ts';
import { type LogFormat, readStart } from '../sources/log-format.ts';
import type { Source } from '../store.ts';
import { CacheDirectory } from './cache-directory.ts';
import type { CachedColumn, CacheEntry, Segment, Stamp } from './entry.ts';
import { scanPrefix, sha256, sha256Of } from './prefix-scan.ts';
import { isSameStamp, openStamps, type Stamps } from './stamps.ts';

/** The part of a file whose rows are cached, hashed before the rows are read. */
export interface ScannedFile {
  readonly bytes: number;
  readonly sha256: string;
  /** Records in it that are not cached yet; null for a compressed file, which is cached as a whole. */
  readonly records: number | null;
  readonly stamp: Stamp;
}

/** Cached rows of one file. */
export interface CachedFile {
  readonly name: string;
  readonly entry: CacheEntry;
  /** Parquet files in the order of the rows. */
  readonly segments: readonly (Pick<Segment, 'columns' | 'lookedFor'> & { readonly path: string })[];
  /** The file in its current state. */
  readonly scanned: ScannedFile;
}

export interface RowCacheOptions {
  readonly directory: string;
  readonly source: Source;
  /**
   * Everything that decides how a record becomes a row: engine, SQL, limits, join keys. It is part of the key, so rows
   * that were read in another way are not found.
   */
  readonly reading: string;
  /** Parquet files per log file; beyond that they are rewritten as one. Default 48. */
  readonly maxSegments?: number;
  readonly reporter?: Reporter;
}

/** What `addSegment` writes: the rows of one part of a file. */
export interface NewSegment {
  readonly rows: number;
  readonly columns: readonly CachedColumn[];
  readonly lookedFor: readonly string[] | null;
  /** Writes them to a Parquet file. */
  readonly write: (path: string) => Promise<void>;
}

const HEAD_BYTES = 64 * 1024;
const MAX_SEGMENTS = 48;

/**
 * Rows of logs as earlier runs read them, in Parquet files: one per run and log file for the rows that were new.
 *
 * A log file is recognised by its first bytes, whatever its name, and its rows are used when the SHA-256 of all bytes that
 * they came from is unchanged; of a file that grew, only the new part is read. Files are hashed before they are read, so
 * that a change in between shows as another hash in the next run. An entry that cannot be read, or whose Parquet file has
 * another SHA-256 than noted, is ignored. The cache contains the data of the logs and needs the same protection.
 */
export class RowCache {
  readonly #options: RowCacheOptions;
  readonly #directory: CacheDirectory;
  readonly #reading: string;
  readonly #used = new Set<string>();
  #opened:
    | Promise<{ readonly entries: ReadonlyMap<string, CacheEntry>; readonly stamps: Stamps }>
    | undefined;

  constructor(options: RowCacheOptions) {
    this.#options = options;
    this.#reading = sha256(options.reading);
    this.#directory = new CacheDirectory(options.directory, options.source, this.#reading);
  }

  /** Runs what writes to the cache. Where the disk is full or not writable this run goes on without a cache. */
  async writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      await this.#directory.prune(this.#used);
    } catch (error) {
      const { reporter = silentReporter } = this.#options;
      const why = error instanceof Error ? error.message : String(error);
      reporter.warn(`CACHE_DIR: nothing is kept for the next run: ${why}`);
    }
  }

  /** Whether a file's rows are in so many segments that they should be rewritten as one. */
  needsCompaction({ segments }: CachedFile): boolean {
    return segments.length >= (this.#options.maxSegments ?? MAX_SEGMENTS);
  }

  /** Verified rows of the beginning of a file; null where there are none. */
  async find(format: LogFormat): Promise<CachedFile | null> {
    for (const [name, entry] of await this.#candidates(format)) {
      const scanned = await this.#compare(format, entry);
      if (scanned === null || !(await this.#directory.isIntact(entry))) continue;
      this.#used.add(name);
      const segments = entry.segments.map(({ file, columns, lookedFor }) => ({
        path: this.#directory.path(file),
        columns,
        lookedFor,
      }));
      return { name, entry, segments, scanned };
    }
    return null;
  }

  /** Hashes a file that has no entry; null where it changed meanwhile. */
  async scan(format: LogFormat): Promise<ScannedFile | null> {
    const { stamps } = await this.#open();
    const stamp = await stamps.of(format.file);
    if (format.compression === null) {
      const { atCheckpoint: _, ...scanned } = await scanPrefix(format.file, format.size, null);
      return { ...scanned, stamp };
    }
    const sha = await sha256Of(format.file);
    const after = await stamps.of(format.file);
    // Rows of a compressed file cannot be assigned to bytes of it, so it is cached as a whole or not at all.
    if (stamp.size !== format.size || !isSameStamp(stamp, after)) return null;
    return { bytes: format.size, sha256: sha, records: null, stamp };
  }

  /** Caches the rows of a file: all of them, or those behind the `found` ones. */
  async addSegment(
    format: LogFormat,
    scanned: ScannedFile,
    found: CachedFile | null,
    { write, ...segment }: NewSegment,
  ): Promise<void> {
    const { bytes, sha256: contents, stamp } = scanned;
    const head = await readStart(format.file, Math.min(HEAD_BYTES, bytes));
    const name = `${this.#options.source}-${sha256(`${this.#reading} ${contents}`).slice(0, 24)}`;
    const temporary = this.#directory.temporary('parquet');
    // The engine would make it readable for all.
    await writeFile(temporary, '', { mode: 0o600, flag: 'wx' });
    await write(temporary);
    const written = await sha256Of(temporary);
    // Its own hash is part of its name: runs that share a cache may write the same rows with other columns.
    const file = `${name}-${found === null ? 0 : found.entry.bytes}-${written.slice(0, 8)}.parquet`;
    await rename(temporary, this.#directory.path(file));
    await this.#save(name, {
      source: this.#options.source,
      reading: this.#reading,
      headBytes: head.length,
      headSha256: sha256(head),
      bytes,
      sha256: contents,
      stamp,
      segments: [
        ...(found?.entry.segments ?? []),
        {
          file,
          sha256: written,
          rows: segment.rows,
          columns: [...segment.columns],
          lookedFor: segment.lookedFor === null ? null : [...segment.lookedFor],
        },
      ],
    });
  }

  /** Notes the new time or name of an unchanged file, so that the next run need not hash it. */
  async updateStamp({ name, entry, scanned }: CachedFile): Promise<void> {
    const { stamp } = scanned;
    if (isSameStamp(stamp, entry.stamp) && stamp.settled === entry.stamp.settled) return;
    await this.#save(name, { ...entry, stamp });
  }

  async #save(name: string, entry: CacheEntry): Promise<void> {
    const temporary = this.#directory.temporary('json');
    await writeFile(temporary, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    await rename(temporary, this.#directory.path(`${name}.json`));
    this.#used.add(name);
  }

  /** Entries whose first bytes are those of the file, the longest first. */
  async #candidates(format: LogFormat): Promise<[string, CacheEntry][]> {
    const all = [...(await this.#open()).entries].filter(([, entry]) => entry.bytes <= format.size);
    if (all.length === 0) return [];
    const head = await readStart(format.file, HEAD_BYTES);
    return all
      .filter(
        ([, { headBytes, headSha256 }]) =>
          head.length >= headBytes && sha256(head.subarray(0, headBytes)) === headSha256,
      )
      .sort(([, a], [, b]) => b.bytes - a.bytes);
  }

  /** The file's current state; null where it does not begin with the entry's bytes. A compressed one has to end there too. */
  async #compare(format: LogFormat, entry: CacheEntry): Promise<ScannedFile | null> {
    if (format.compression !== null && format.size !== entry.bytes) return null;
    const stamp = await (await this.#open()).stamps.of(format.file);
    const unchanged = { bytes: entry.bytes, records: 0, sha256: entry.sha256, stamp };
    if (entry.stamp.settled && isSameStamp(stamp, entry.stamp)) return unchanged;
    if (format.compression !== null) {
      return (await sha256Of(format.file)) === entry.sha256 ? unchanged : null;
    }
    const { atCheckpoint, ...scanned } = await scanPrefix(format.file, format.size, entry.bytes);
    return atCheckpoint === entry.sha256 ? { ...scanned, stamp } : null;
  }

  #open() {
    this.#opened ??= this.#directory.entries().then(async (entries) => ({
      entries,
      stamps: await openStamps(this.#options.directory),
    }));
    return this.#opened;
  }
}
