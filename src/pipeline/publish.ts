import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { configurationError, MonitorError } from '../monitor-error.ts';
import { isGeneratedSite, markGenerated } from './site-marker.ts';

/**
 * Publishes a site atomically.
 *
 * The new site is written to a directory next to the old one and replaces it by two renames. An error or a kill before
 * that leaves the old site unchanged; one between the two renames is repaired by the next call of `restorePublished`, with
 * which every build and every server starts. Of two concurrent builds, the later one wins. Only a directory that is
 * known to be a generated site (`isGeneratedSite`) is ever replaced, restored or removed.
 *
 * @returns the result of `write`.
 * @throws MonitorError (exit code 2) `out-dir-not-a-site`, `out-dir-unwritable` or `out-dir-full`; nothing has changed
 *   then.
 */
export async function publish<Written>(
  outDir: string,
  write: (staging: string) => Promise<Written>,
): Promise<Written> {
  await refuseForeign(outDir);
  const parent = dirname(outDir);
  const staging = await stagingDirectory(outDir, parent);
  try {
    const site = siteIn(staging);
    await mkdir(site);
    // The umask may give access to the owner only, but a web server must be able to read the site.
    await chmod(site, 0o755);
    const written = await write(site);
    // After `write`, because rendering empties the directory.
    await markGenerated(site);
    await replaceSite(staging, outDir);
    return written;
  } catch (cause) {
    throw userError(cause, outDir);
  } finally {
    await rm(staging, { recursive: true, force: true });
    await restorePublished(outDir);
  }
}

/**
 * Refuses a directory that is not a generated site, because a build replaces the complete directory.
 *
 * @throws MonitorError `out-dir-not-a-site` (exit code 2).
 */
export async function refuseForeign(outDir: string): Promise<void> {
  if (!(await isFree(outDir))) throw notASite(outDir);
}

const notASite = (outDir: string): MonitorError =>
  configurationError(
    'out-dir-not-a-site',
    `OUT_DIR: ${outDir} is not a site that this project built, and a build replaces the directory whole. Nothing was ` +
      'changed. Name a directory that is new or empty, or empty this one yourself if nothing in it is needed.',
  );

/** True for a missing or empty directory and for a generated site; false for a file, a loop of links or an unreadable directory. */
async function isFree(outDir: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const before = await inode(outDir);
    if (before === null) return true;
    if ((await isEmpty(outDir)) || (await isGeneratedSite(outDir))) return true;
    // If another build published meanwhile, the result is for a directory that was replaced: check again.
    if ((await inode(outDir)) === before || attempt === MAX_ATTEMPTS) return false;
  }
}

const inode = async (path: string): Promise<number | null> =>
  (await lstat(path).catch(() => null))?.ino ?? null;

const isEmpty = async (path: string): Promise<boolean> =>
  (await readdir(path).catch(() => null))?.length === 0;

/** Restores the old site if a build was killed between the two renames. */
export async function restorePublished(outDir: string): Promise<void> {
  if (existsSync(outDir) || !existsSync(dirname(outDir))) return;
  for (const name of await newestRetired(outDir)) {
    if (existsSync(outDir)) return;
    if (!(await isGeneratedSite(join(dirname(outDir), name)))) continue;
    // Another build may have published or restored at the same time.
    await rename(join(dirname(outDir), name), outDir).catch(unlessRaced);
  }
}

/** Old sites that were not removed, newest first: a rename sets the directory's ctime. */
async function newestRetired(outDir: string): Promise<readonly string[]> {
  const parent = dirname(outDir);
  const names = (await readdir(parent)).filter((name) => name.startsWith(retiredPrefix(outDir)));
  const times = await Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(join(parent, name)).catch(() => null))?.ctimeMs ?? 0,
    })),
  );
  return times.sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

const retiredPrefix = (outDir: string): string => `.${basename(outDir)}-old`;
const stagingPrefix = (outDir: string): string => `.${basename(outDir)}-new-`;
const siteIn = (staging: string): string => join(staging, 'site');
const STALE_MS = 24 * 60 * 60 * 1000;
const MAX_ATTEMPTS = 50;

/** Does the two renames, again if another build publishes between them. */
async function replaceSite(staging: string, outDir: string): Promise<void> {
  const own = basename(staging).slice(stagingPrefix(outDir).length);
  for (let attempt = 1; ; attempt++) {
    const old = join(dirname(outDir), `${retiredPrefix(outDir)}-${own}-${attempt}`);
    try {
      if (existsSync(outDir)) await retire(outDir, old);
      await rename(siteIn(staging), outDir);
      await removeRetired(outDir, own);
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      unlessRaced(error);
      await wait(attempt);
    }
  }
}

/** Moves the old directory away; puts it back if it turns out not to be a generated site. */
async function retire(outDir: string, old: string): Promise<void> {
  await rename(outDir, old);
  if ((await isEmpty(old)) || (await isGeneratedSite(old))) return;
  await rename(old, outDir);
  throw notASite(outDir);
}

async function removeRetired(outDir: string, own: string): Promise<void> {
  const prefix = `${retiredPrefix(outDir)}-${own}-`;
  const names = (await readdir(dirname(outDir))).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    // A partly removed site has this name, so that it is never restored; `removeStale` finishes an interrupted removal.
    const leaving = join(
      dirname(outDir),
      `${stagingPrefix(outDir)}leaving-${name.slice(retiredPrefix(outDir).length)}`,
    );
    await rename(join(dirname(outDir), name), leaving).catch(unlessRaced);
    await rm(leaving, { recursive: true, force: true });
  }
}

function unlessRaced(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' && code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
}

const DISK_CODES = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

/** Turns ENOSPC and similar system errors, however deep in the chain of causes, into user errors (exit code 2). */
function userError(error: unknown, outDir: string): unknown {
  // A MonitorError, such as one of the archive, already has its own message.
  if (error instanceof MonitorError) return error;
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const code = diskCode(cause);
    if (code === null) continue;
    return configurationError(
      'out-dir-full',
      `OUT_DIR: the site could not be written beside ${outDir}: the disk is full or failed (${code}). ` +
        'The site there is unchanged. Free some space, then build again.',
      error,
    );
  }
  return error;
}

function diskCode(error: Error): string | null {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && DISK_CODES.has(code)) return code;
  // The bundler reports system errors as text only: 28 is ENOSPC, 30 is EROFS, 122 is EDQUOT.
  return /os error (?:28|30|122)\b/.test(error.message) ? 'no space left' : null;
}

async function stagingDirectory(outDir: string, parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    await removeStale(parent, [stagingPrefix(outDir), retiredPrefix(outDir)]);
    const staging = await mkdtemp(join(parent, stagingPrefix(outDir)));
    await markGenerated(staging);
    return staging;
  } catch (cause) {
    throw configurationError(
      'out-dir-unwritable',
      `OUT_DIR: nothing can be written beside ${outDir}: ${(cause as Error).message}. The site there is unchanged.`,
      cause,
    );
  }
}

/** Removes directories of killed builds. Those younger than a day may belong to a running build. */
async function removeStale(parent: string, prefixes: readonly string[]): Promise<void> {
  const names = (await readdir(parent)).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  if (names.length === 0) return;
  const fresh = await mkdtemp(join(parent, `${prefixes[0] ?? ''}clock-`));
  const present = (await stat(fresh)).mtimeMs;
  await rm(fresh, { recursive: true });
  for (const name of names) {
    const path = join(parent, name);
    const info = await stat(path).catch(() => null);
    const stale = info !== null && present - info.mtimeMs > STALE_MS;
    if (stale && (await isGeneratedSite(path))) await rm(path, { recursive: true, force: true });
  }
}
