import { rename, writeFile } from 'node:fs/promises';
import { type Reporter, silentReporter } from '../../settings/reporter.ts';
import { type LogFormat, readStart } from '../sources/log-format.ts';
import type { Source } from '../store.ts';
import { CacheDirectory } from './cache-directory.ts';
import type { CachedColumn, CacheEntry, Segment, Stamp } from './entry.ts';
import { scanPrefix, sha256, sha256Of } from './prefix-scan.ts';
import { isSameStamp, openStamps, type Stamps } from './stamps.ts';

/** The bytes of a file that its rows are kept for, hashed before the rows are read. */
export interface ScannedFile {
  readonly bytes: number;
  readonly sha256: string;
  /** Records in them (behind what is cached already); null in a packed file, whose every row is kept. */
  readonly records: number | null;
  readonly stamp: Stamp;
}

/** Rows of one file that need not be read again. */
export interface CachedFile {
  readonly name: string;
  readonly entry: CacheEntry;
  /** Parquet files in the order of the rows. */
  readonly segments: readonly (Pick<Segment, 'columns' | 'lookedFor'> & { readonly path: string })[];
  /** The file as it is now. */
  readonly scanned: ScannedFile;
}

export interface RowCacheOptions {
  readonly directory: string;
  readonly source: Source;
  /**
   * Whatever decides how a record becomes a row: engine, statements, limits, join keys. Rows that were read in another
   * way are not found.
   */
  readonly reading: string;
  /** Beyond so many Parquet files the rows of a log file are written anew as one. Default 48. */
  readonly mostSegments?: number;
  readonly reporter?: Reporter;
}

/** What `keep` writes: the rows of one part of a file. */
export interface NewSegment {
  readonly rows: number;
  readonly columns: readonly CachedColumn[];
  readonly lookedFor: readonly string[] | null;
  /** Writes them to a Parquet file. */
  readonly write: (path: string) => Promise<void>;
}

const HEAD_BYTES = 64 * 1024;
const MOST_SEGMENTS = 48;

/**
 * Rows of logs as they were read in earlier runs, as Parquet files: one for what each run brought of each log file.
 *
 * A log file is found again by its first bytes, whatever its name, and trusted when the SHA-256 of all the bytes that
 * were read then is still the same; a file that only grew is read from there on. Files are hashed before they are read,
 * so that a change in between is met by another hash on the next run. An entry that cannot be read, or that names a
 * Parquet file whose own SHA-256 differs, is as if it were not there. The cache holds what the logs hold.
 */
export class RowCache {
  private readonly options: RowCacheOptions;
  private readonly directory: CacheDirectory;
  private readonly reading: string;
  private readonly used = new Set<string>();
  private opened:
    | Promise<{ readonly entries: ReadonlyMap<string, CacheEntry>; readonly stamps: Stamps }>
    | undefined;

  constructor(options: RowCacheOptions) {
    this.options = options;
    this.reading = sha256(options.reading);
    this.directory = new CacheDirectory(options.directory, options.source, this.reading);
  }

  /** Writing for the next run: where the disk is full or not ours, this run goes on without. */
  async writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      await this.directory.prune(this.used);
    } catch (error) {
      const { reporter = silentReporter } = this.options;
      const why = error instanceof Error ? error.message : String(error);
      reporter.warn(`CACHE_DIR: nothing is kept for the next run: ${why}`);
    }
  }

  /** Whether a file's rows lie in so many pieces that they had better be written as one. */
  isScattered({ segments }: CachedFile): boolean {
    return segments.length >= (this.options.mostSegments ?? MOST_SEGMENTS);
  }

  /** Rows of the beginning of a file, checked; null where there are none. */
  async find(format: LogFormat): Promise<CachedFile | null> {
    for (const [name, entry] of await this.candidates(format)) {
      const scanned = await this.compare(format, entry);
      if (scanned === null || !(await this.directory.isWhole(entry))) continue;
      this.used.add(name);
      const segments = entry.segments.map(({ file, columns, lookedFor }) => ({
        path: this.directory.path(file),
        columns,
        lookedFor,
      }));
      return { name, entry, segments, scanned };
    }
    return null;
  }

  /** A file of which nothing is known; null where it changed while it was looked at. */
  async scan(format: LogFormat): Promise<ScannedFile | null> {
    const { stamps } = await this.open();
    const stamp = await stamps.of(format.file);
    if (format.compression === null) {
      const { atCheckpoint: _, ...scanned } = await scanPrefix(format.file, format.size, null);
      return { ...scanned, stamp };
    }
    const sha = await sha256Of(format.file);
    const after = await stamps.of(format.file);
    // Rows of a packed file cannot be told apart by the bytes they come from, so it is kept as a whole or not at all.
    if (stamp.size !== format.size || !isSameStamp(stamp, after)) return null;
    return { bytes: format.size, sha256: sha, records: null, stamp };
  }

  /** Writes down the rows of a file: all of them, or those behind what was `found`. */
  async keep(
    format: LogFormat,
    scanned: ScannedFile,
    found: CachedFile | null,
    { write, ...segment }: NewSegment,
  ): Promise<void> {
    const { bytes, sha256: contents, stamp } = scanned;
    const head = await readStart(format.file, Math.min(HEAD_BYTES, bytes));
    const name = `${this.options.source}-${sha256(`${this.reading} ${contents}`).slice(0, 24)}`;
    const temporary = this.directory.temporary('parquet');
    await write(temporary);
    const written = await sha256Of(temporary);
    // Its own hash is part of its name: builds that share a cache may write the same rows in other columns.
    const file = `${name}-${found === null ? 0 : found.entry.bytes}-${written.slice(0, 8)}.parquet`;
    await rename(temporary, this.directory.path(file));
    await this.save(name, {
      source: this.options.source,
      reading: this.reading,
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

  /** Notes that a file with nothing new has another time or name: the next run trusts it without hashing it. */
  async touch({ name, entry, scanned }: CachedFile): Promise<void> {
    const { stamp } = scanned;
    if (isSameStamp(stamp, entry.stamp) && stamp.settled === entry.stamp.settled) return;
    await this.save(name, { ...entry, stamp });
  }

  private async save(name: string, entry: CacheEntry): Promise<void> {
    const temporary = this.directory.temporary('json');
    await writeFile(temporary, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    await rename(temporary, this.directory.path(`${name}.json`));
    this.used.add(name);
  }

  /** Entries whose first bytes are those of the file, the longest first. */
  private async candidates(format: LogFormat): Promise<[string, CacheEntry][]> {
    const all = [...(await this.open()).entries].filter(([, entry]) => entry.bytes <= format.size);
    if (all.length === 0) return [];
    const head = await readStart(format.file, HEAD_BYTES);
    return all
      .filter(
        ([, { headBytes, headSha256 }]) =>
          head.length >= headBytes && sha256(head.subarray(0, headBytes)) === headSha256,
      )
      .sort(([, a], [, b]) => b.bytes - a.bytes);
  }

  /** The file as it is now; null where it does not begin with the entry's bytes. A packed one has to end with them, too. */
  private async compare(format: LogFormat, entry: CacheEntry): Promise<ScannedFile | null> {
    if (format.compression !== null && format.size !== entry.bytes) return null;
    const stamp = await (await this.open()).stamps.of(format.file);
    const nothingNew = { bytes: entry.bytes, records: 0, sha256: entry.sha256, stamp };
    if (entry.stamp.settled && isSameStamp(stamp, entry.stamp)) return nothingNew;
    if (format.compression !== null) {
      return (await sha256Of(format.file)) === entry.sha256 ? nothingNew : null;
    }
    const { atCheckpoint, ...scanned } = await scanPrefix(format.file, format.size, entry.bytes);
    return atCheckpoint === entry.sha256 ? { ...scanned, stamp } : null;
  }

  private open() {
    this.opened ??= this.directory.entries().then(async (entries) => ({
      entries,
      stamps: await openStamps(this.options.directory),
    }));
    return this.opened;
  }
}
