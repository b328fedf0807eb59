import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configurationError } from '../../monitor-error.ts';
import { type Reporter, silentReporter } from '../../settings/reporter.ts';
import type { LogFormat } from '../log-format.ts';
import type { Source } from '../store.ts';
import { readStart, sha256, sha256Of } from './digest.ts';
import { type CachedColumn, type CacheEntry, entrySchema } from './entry.ts';
import { scanPrefix } from './prefix-scan.ts';

/** Rows of one file that need not be read again. */
export interface CachedFile {
  readonly name: string;
  readonly entry: CacheEntry;
  /** Parquet files in the order of the rows. */
  readonly segments: readonly { readonly path: string; readonly columns: readonly CachedColumn[] }[];
  /** What is new behind them. */
  readonly fresh: { readonly bytes: number; readonly records: number; readonly sha256: string };
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
  /** Writes them to a Parquet file. */
  readonly write: (path: string) => Promise<void>;
}

const HEAD_BYTES = 64 * 1024;
/** A file changed within so short a time before its entry was written may have changed again unseen. */
const RACY_NS = 2_000_000_000n;
const MOST_SEGMENTS = 48;

/**
 * Rows of logs as they were read in earlier nights, as Parquet files: one for what each night brought of each log file.
 *
 * A log file is found again by its first bytes, whatever its name, and trusted when the SHA-256 of all the bytes that
 * were read then is still the same; a file that only grew is read from there on. An entry that cannot be read, or that
 * names a Parquet file whose own SHA-256 differs, is as if it were not there. The cache holds what the logs hold.
 */
export class RowCache {
  private readonly options: RowCacheOptions;
  private readonly reading: string;
  private entries: Promise<ReadonlyMap<string, CacheEntry>> | undefined;
  private readonly used = new Set<string>();

  constructor(options: RowCacheOptions) {
    this.options = options;
    this.reading = sha256(options.reading);
  }

  /** Writing for the next night: where the disk is full or not ours, this night goes on without. */
  async writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { reporter = silentReporter } = this.options;
      const why = error instanceof Error ? error.message : String(error);
      reporter.warn(`CACHE_DIR: nothing is kept for the next night: ${why}`);
    }
  }

  /** Whether a file's rows lie in so many pieces that they had better be written as one. */
  isScattered({ segments }: CachedFile): boolean {
    return segments.length >= (this.options.mostSegments ?? MOST_SEGMENTS);
  }

  /** Rows of the beginning of a file, checked; null where there are none. */
  async find(format: LogFormat): Promise<CachedFile | null> {
    const candidates = await this.candidates(format);
    for (const [name, entry] of candidates) {
      const fresh = await this.whatIsNew(format, name, entry);
      if (fresh === null || !(await this.isWhole(entry))) continue;
      this.used.add(name);
      const segments = entry.segments.map(({ file, columns }) => ({ path: this.path(file), columns }));
      return { name, entry, segments, fresh };
    }
    return null;
  }

  /**
   * Writes down the rows of a file: all of them, or those behind what was `found`.
   *
   * @param scanned the bytes that the rows were read from.
   */
  async keep(
    format: LogFormat,
    scanned: { readonly bytes: number; readonly sha256: string },
    found: CachedFile | null,
    segment: NewSegment,
  ): Promise<void> {
    const head = await readStart(format.file, Math.min(HEAD_BYTES, scanned.bytes));
    const headSha256 = sha256(head);
    const name = `${this.options.source}-${sha256(`${this.reading} ${scanned.sha256}`).slice(0, 24)}`;
    const file = `${name}-${found === null ? 0 : found.entry.bytes}.parquet`;
    const temporary = this.path(`.${file}.${process.pid}`);
    await segment.write(temporary);
    const written = {
      file,
      sha256: await sha256Of(temporary),
      rows: segment.rows,
      columns: [...segment.columns],
    };
    await rename(temporary, this.path(file));
    await this.save(name, {
      source: this.options.source,
      reading: this.reading,
      headBytes: head.length,
      headSha256,
      ...scanned,
      stat: await statOf(format.file),
      segments: [...(found?.entry.segments ?? []), written],
    });
  }

  /** Notes that a file with nothing new has another time or name: the next night trusts it without hashing it. */
  async touch(format: LogFormat, { name, entry }: CachedFile): Promise<void> {
    const now = await statOf(format.file);
    if (!isSame(now, entry.stat)) await this.save(name, { ...entry, stat: now });
  }

  /** Removes what this night did not use. */
  async prune(): Promise<void> {
    const keep = new Set<string>();
    for (const name of this.used) {
      keep.add(`${name}.json`);
      for (const { file } of (await this.read(`${name}.json`))?.segments ?? []) keep.add(file);
    }
    for (const name of await readdir(this.options.directory)) {
      const own = name.startsWith(`${this.options.source}-`) || name.startsWith(`.${this.options.source}-`);
      if (own && !keep.has(name)) await rm(this.path(name), { force: true });
    }
  }

  private path(name: string): string {
    return path.join(this.options.directory, name);
  }

  private async save(name: string, entry: CacheEntry): Promise<void> {
    const temporary = this.path(`.${name}.json.${process.pid}`);
    await writeFile(temporary, `${JSON.stringify(entry)}\n`);
    await rename(temporary, this.path(`${name}.json`));
    this.used.add(name);
  }

  /** Entries whose first bytes are those of the file, the longest first. */
  private async candidates(format: LogFormat): Promise<[string, CacheEntry][]> {
    const entries = [...(await this.all())].filter(([, entry]) => entry.bytes <= format.size);
    if (entries.length === 0) return [];
    const head = await readStart(format.file, HEAD_BYTES);
    const hashes = new Map<number, string>();
    const hashOf = (bytes: number): string => {
      const known = hashes.get(bytes) ?? sha256(head.subarray(0, bytes));
      hashes.set(bytes, known);
      return known;
    };
    return entries
      .filter(([, entry]) => head.length >= entry.headBytes && hashOf(entry.headBytes) === entry.headSha256)
      .sort(([, a], [, b]) => b.bytes - a.bytes);
  }

  /** Null where the file does not begin with the entry's bytes. A packed file has to be the same as a whole. */
  private async whatIsNew(
    format: LogFormat,
    name: string,
    entry: CacheEntry,
  ): Promise<CachedFile['fresh'] | null> {
    if (await this.isUnchanged(format, name, entry)) {
      return { bytes: entry.bytes, records: 0, sha256: entry.sha256 };
    }
    if (format.compression !== null) {
      const same = format.size === entry.bytes && (await sha256Of(format.file)) === entry.sha256;
      return same ? { bytes: entry.bytes, records: 0, sha256: entry.sha256 } : null;
    }
    const scanned = await scanPrefix(format.file, format.size, entry.bytes);
    const { atCheckpoint, ...fresh } = scanned;
    return atCheckpoint === entry.sha256 ? fresh : null;
  }

  private async isUnchanged(format: LogFormat, name: string, entry: CacheEntry): Promise<boolean> {
    const now = await statOf(format.file);
    if (!isSame(now, entry.stat) || format.size !== now.size) return false;
    const written = (await stat(this.path(`${name}.json`), { bigint: true })).mtimeNs;
    return written - BigInt(now.mtimeNs) > RACY_NS;
  }

  private async isWhole(entry: CacheEntry): Promise<boolean> {
    for (const segment of entry.segments) {
      const found = await sha256Of(this.path(segment.file)).catch(() => null);
      if (found !== segment.sha256) return false;
    }
    return true;
  }

  private all(): Promise<ReadonlyMap<string, CacheEntry>> {
    this.entries ??= this.readAll();
    return this.entries;
  }

  private async readAll(): Promise<ReadonlyMap<string, CacheEntry>> {
    const { directory, source } = this.options;
    try {
      await mkdir(directory, { recursive: true });
    } catch (cause) {
      throw configurationError(
        'cache-unwritable',
        `CACHE_DIR: ${directory} cannot be made (${(cause as NodeJS.ErrnoException).code}). Name another directory, or unset it.`,
        cause,
      );
    }
    const entries = new Map<string, CacheEntry>();
    for (const name of await readdir(directory)) {
      if (!name.startsWith(`${source}-`) || !name.endsWith('.json')) continue;
      const entry = await this.read(name);
      if (entry !== null) entries.set(name.slice(0, -'.json'.length), entry);
    }
    return entries;
  }

  private async read(name: string): Promise<CacheEntry | null> {
    try {
      const entry = entrySchema.parse(JSON.parse(await readFile(this.path(name), 'utf8')));
      return entry.reading === this.reading ? entry : null;
    } catch {
      // Torn, or of another version: read the log itself.
      return null;
    }
  }
}

const isSame = (a: CacheEntry['stat'], b: CacheEntry['stat']): boolean =>
  a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs && a.ino === b.ino;

async function statOf(file: string): Promise<CacheEntry['stat']> {
  const { size, mtimeNs, ctimeNs, ino } = await stat(file, { bigint: true });
  return { size: Number(size), mtimeNs: String(mtimeNs), ctimeNs: String(ctimeNs), ino: String(ino) };
}
