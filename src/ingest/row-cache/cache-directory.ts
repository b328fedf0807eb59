import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { configurationError } from '../../monitor-error.ts';
import { readRegularFile } from '../../regular-file.ts';
import type { Source } from '../store.ts';
import { type CacheEntry, entrySchema } from './entry.ts';
import { sha256Of } from './prefix-scan.ts';

const OTHERS = 0o077;

/**
 * What is kept of the logs is for nobody else's eyes, also where the directory was there before, or the files are of a
 * version that was less careful.
 */
async function keepPrivate(target: string): Promise<void> {
  const found = await lstat(target).catch(() => null);
  if (found === null || found.isSymbolicLink() || (found.mode & OTHERS) === 0) return;
  // Another user's directory stays as it is; the files in it are still ours alone.
  await chmod(target, found.mode & ~OTHERS).catch(() => undefined);
}

/** The files of a cache. Other files in the directory are neither read nor removed. */
export class CacheDirectory {
  readonly #directory: string;
  readonly #source: Source;
  readonly #reading: string;
  readonly #entryName: RegExp;
  readonly #ownName: RegExp;

  constructor(directory: string, source: Source, reading: string) {
    this.#directory = directory;
    this.#source = source;
    this.#reading = reading;
    this.#entryName = new RegExp(`^${source}-[0-9a-f]{24}\\.json$`);
    this.#ownName = new RegExp(
      `^(${source}-[0-9a-f]{24}(-\\d+-[0-9a-f]{8}\\.parquet|\\.json)|\\.${source}-[0-9a-f.-]+(json|parquet)[0-9a-f.-]*)$`,
    );
  }

  path(name: string): string {
    return path.join(this.#directory, name);
  }

  /** A name for a file that is being written; `prune` knows it. */
  temporary(kind: 'json' | 'parquet'): string {
    return this.path(`.${this.#source}-${randomUUID()}.${kind}`);
  }

  /**
   * Every entry of this source and way of reading, by name.
   *
   * @throws MonitorError `cache-unwritable` (exit code 2) where the directory cannot be made or listed.
   */
  async entries(): Promise<ReadonlyMap<string, CacheEntry>> {
    const entries = new Map<string, CacheEntry>();
    for (const name of await this.#names()) {
      const entry = this.#entryName.test(name) ? await this.#read(name) : null;
      if (entry !== null) entries.set(name.slice(0, -'.json'.length), entry);
    }
    return entries;
  }

  /** Whether every Parquet file of an entry is there, unchanged. */
  async isIntact(entry: CacheEntry): Promise<boolean> {
    for (const segment of entry.segments) {
      const found = await sha256Of(this.path(segment.file)).catch(() => null);
      if (found !== segment.sha256) return false;
    }
    return true;
  }

  /** Removes the cache's own files of this source that none of the given entries needs. */
  async prune(used: Iterable<string>): Promise<void> {
    const keep = new Set<string>();
    for (const name of used) {
      keep.add(`${name}.json`);
      for (const { file } of (await this.#read(`${name}.json`))?.segments ?? []) keep.add(file);
    }
    for (const name of await readdir(this.#directory)) {
      if (this.#ownName.test(name) && !keep.has(name)) await rm(this.path(name), { force: true });
    }
  }

  async #names(): Promise<string[]> {
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      const names = await readdir(this.#directory);
      await keepPrivate(await realpath(this.#directory));
      for (const name of names.filter((own) => this.#ownName.test(own))) await keepPrivate(this.path(name));
      return names;
    } catch (cause) {
      throw configurationError(
        'cache-unwritable',
        `CACHE_DIR: ${this.#directory} cannot be made or listed (${(cause as NodeJS.ErrnoException).code}). Name another directory, or unset it.`,
        cause,
      );
    }
  }

  async #read(name: string): Promise<CacheEntry | null> {
    try {
      const entry = entrySchema.parse(JSON.parse((await readRegularFile(this.path(name))).toString()));
      return entry.reading === this.#reading ? entry : null;
    } catch {
      // Cut, of another version, or removed by another run: the log itself is read.
      return null;
    }
  }
}
