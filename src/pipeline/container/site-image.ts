import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A stored sequence of bytes. */
export interface StoredBytes {
  /** Offset of the first byte in the image. */
  readonly position: number;
  /** Length in bytes. */
  readonly size: number;
  /** Strong validator of these bytes (RFC 9110, section 8.8.3), quotes included. */
  readonly etag: string;
}

/** A file of the site in all its content codings. */
export interface StoredFile {
  readonly plain: StoredBytes;
  readonly gzip: StoredBytes | null;
  readonly br: StoredBytes | null;
}

interface ImageOptions {
  /** Directory for the image; needs space for the complete site. */
  readonly scratchDirectory: string;
  readonly signal?: AbortSignal;
}

const READ_BYTES = 64 * 1024;
const MAX_ATTEMPTS = 20;

/**
 * A complete site in one open file that was unlinked.
 *
 * Later changes of the directory do not affect it. Requests open no files, so slow clients hold no file handles. The
 * system frees the file with its last handle, also when the process is killed.
 */
export class SiteImage {
  /** `directoryIdentity` of the source directory. */
  readonly source: string | null;
  readonly #handle: FileHandle;
  readonly #files: ReadonlyMap<string, StoredFile>;
  #uses = 0;
  #retired = false;

  constructor(source: string | null, handle: FileHandle, files: ReadonlyMap<string, StoredFile>) {
    this.source = source;
    this.#handle = handle;
    this.#files = files;
  }

  /** @param path absolute path in the site, such as `/drift/index.html`. */
  find(path: string): StoredFile | undefined {
    return this.#files.get(path);
  }

  /** Keeps the image open while `work` runs. */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#uses++;
    try {
      return await work();
    } finally {
      this.#uses--;
      await this.#closeIfUnused();
    }
  }

  /** Closes the image as soon as it is not in use. */
  async retire(): Promise<void> {
    this.#retired = true;
    await this.#closeIfUnused();
  }

  async #closeIfUnused(): Promise<void> {
    if (this.#retired && this.#uses === 0) await this.#handle.close();
  }

  /** Reads the bytes in chunks; call it within `use`. */
  async *read({ position, size }: StoredBytes): AsyncGenerator<Buffer> {
    for (let done = 0; done < size; ) {
      const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, size - done));
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, position + done);
      if (bytesRead === 0) throw new Error('the image of the site is shorter than it was');
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
}

/** Identity of a directory, which differs after it is replaced; null where it does not exist. */
export async function directoryIdentity(directory: string): Promise<string | null> {
  const info = await stat(directory, { bigint: true }).catch(() => null);
  return info === null ? null : `${info.dev}-${info.ino}-${info.birthtimeNs}-${info.mtimeNs}`;
}

/**
 * Reads a site into an image. Restarts if the directory is replaced meanwhile, so that an image never has files of two
 * builds. Hidden files are skipped; `x.gz` and `x.br` become codings of `x`.
 *
 * @throws Error where there is no `index.html`, a file cannot be read, the disk is full, or `signal` aborts.
 */
export async function openSiteImage(directory: string, options: ImageOptions): Promise<SiteImage> {
  for (let attempt = 1; ; attempt++) {
    const source = await directoryIdentity(directory);
    const isReplaced = async (): Promise<boolean> => source !== (await directoryIdentity(directory));
    try {
      const { handle, files } = await readWhole(directory, options);
      if (!(await isReplaced())) return new SiteImage(source, handle, files);
      await handle.close();
    } catch (error) {
      if (!(await isReplaced())) throw error;
    }
    if (attempt === MAX_ATTEMPTS) throw new Error('the site is replaced faster than it can be read');
    options.signal?.throwIfAborted();
    await wait(attempt * 10);
  }
}

async function readWhole(
  directory: string,
  { scratchDirectory, signal }: ImageOptions,
): Promise<{ handle: FileHandle; files: ReadonlyMap<string, StoredFile> }> {
  const path = join(scratchDirectory, `.lead-scoring-monitor-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    const stored = new Map<string, StoredBytes>();
    let position = 0;
    for (const name of await fileNames(directory)) {
      signal?.throwIfAborted();
      const content = await readFile(join(directory, name), signal === undefined ? {} : { signal });
      await handle.writeFile(content);
      const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
      stored.set(`/${name.split(sep).join('/')}`, { position, size: content.length, etag });
      position += content.length;
    }
    if (!stored.has('/index.html')) throw new Error('the site has no index.html');
    return { handle, files: withCodings(stored) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function fileNames(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((name) => !name.split(sep).some((part) => part.startsWith('.') && part !== '.well-known'));
}

function withCodings(stored: ReadonlyMap<string, StoredBytes>): ReadonlyMap<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  for (const [path, plain] of stored) {
    if (stored.has(path.replace(/\.(?:gz|br)$/, '')) && /\.(?:gz|br)$/.test(path)) continue;
    files.set(path, { plain, gzip: stored.get(`${path}.gz`) ?? null, br: stored.get(`${path}.br`) ?? null });
  }
  return files;
}
