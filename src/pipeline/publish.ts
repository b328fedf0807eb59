import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { configurationError, MonitorError } from '../monitor-error.ts';
import { isOurs, markOurs } from './site-marker.ts';

/**
 * Publishes a site whole or not at all.
 *
 * A directory that is there is replaced only where it is provably a site of ours (`isOurs`); the same holds for what is
 * healed from and what is removed beside it. The new site is written to a directory beside the old one and takes its place by two renames. Whatever fails or is
 * killed before that leaves the old site as it was; the moment between the two renames is healed by the next call of
 * `healPublished` (every build and every server begins with it). Of two builds at once, the later one stays.
 *
 * @returns what `write` returns.
 * @throws MonitorError (exit code 2) `out-dir-not-a-site`, `out-dir-unwritable` or `out-dir-full`; then what was there is
 *   as it was.
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
    // Made for its owner alone by some settings of the system; a site is for the web server too.
    await chmod(site, 0o755);
    const written = await write(site);
    // Only now: rendering empties the directory.
    await markOurs(site);
    await takePlace(staging, outDir);
    return written;
  } catch (cause) {
    throw explained(cause, outDir);
  } finally {
    await rm(staging, { recursive: true, force: true });
    await healPublished(outDir);
  }
}

/**
 * A build replaces the directory whole, so one that holds something else than a site of ours is never touched.
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

/** Absent, empty, or ours. A file, a loop of links or a directory that may not be read cannot be proven ours. */
async function isFree(outDir: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const before = await inode(outDir);
    if (before === null) return true;
    if ((await isEmpty(outDir)) || (await isOurs(outDir))) return true;
    // Where another build published meanwhile, what was looked at is not what is there.
    if ((await inode(outDir)) === before || attempt === MAX_ATTEMPTS) return false;
  }
}

const inode = async (path: string): Promise<number | null> =>
  (await lstat(path).catch(() => null))?.ino ?? null;

const isEmpty = async (path: string): Promise<boolean> =>
  (await readdir(path).catch(() => null))?.length === 0;

/** Puts the old site back where a build was killed between the two renames. */
export async function healPublished(outDir: string): Promise<void> {
  if (existsSync(outDir) || !existsSync(dirname(outDir))) return;
  for (const name of await newestRetired(outDir)) {
    if (existsSync(outDir)) return;
    if (!(await isOurs(join(dirname(outDir), name)))) continue;
    // Another build may have published, or healed, in this moment.
    await rename(join(dirname(outDir), name), outDir).catch(unlessRaced);
  }
}

/** Retired sites that no build removed any more; a rename changes the directory's ctime, so the newest is the last one. */
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

/** The two renames; where another build publishes between them, its site is retired in turn. */
async function takePlace(staging: string, outDir: string): Promise<void> {
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

/** Something else may have taken the place while the report was computed: that is put back. */
async function retire(outDir: string, old: string): Promise<void> {
  await rename(outDir, old);
  if ((await isEmpty(old)) || (await isOurs(old))) return;
  await rename(old, outDir);
  throw notASite(outDir);
}

async function removeRetired(outDir: string, own: string): Promise<void> {
  const prefix = `${retiredPrefix(outDir)}-${own}-`;
  const names = (await readdir(dirname(outDir))).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    // Under this name a site that is half removed is never healed from; `removeStale` ends what a kill interrupts.
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

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

/** A disk that is full is the user's to mend, at whatever depth of a library it was noticed. */
function explained(error: unknown, outDir: string): unknown {
  // What was computed meanwhile has its own words: a full archive is not a full site.
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
  if (code !== undefined && FULL.has(code)) return code;
  // The bundler writes its files itself and tells in words: 28 is ENOSPC, 30 is EROFS, 122 is EDQUOT.
  return /os error (?:28|30|122)\b/.test(error.message) ? 'no space left' : null;
}

async function stagingDirectory(outDir: string, parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    await removeStale(parent, [stagingPrefix(outDir), retiredPrefix(outDir)]);
    const staging = await mkdtemp(join(parent, stagingPrefix(outDir)));
    await markOurs(staging);
    return staging;
  } catch (cause) {
    throw configurationError(
      'out-dir-unwritable',
      `OUT_DIR: nothing can be written beside ${outDir}: ${(cause as Error).message}. The site there is unchanged.`,
      cause,
    );
  }
}

/** Removes what killed builds left; a directory younger than a day may belong to a build that runs now. */
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
    if (stale && (await isOurs(path))) await rm(path, { recursive: true, force: true });
  }
}
