import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { configurationError } from '../monitor-error.ts';

/**
 * Publishes a site whole or not at all.
 *
 * The new site is written to a directory beside the old one and takes its place by two renames. Whatever fails or is
 * killed before that leaves the old site as it was; the moment between the two renames is healed by the next call of
 * `healPublished` (every build and every server begins with it).
 */
export async function publish(outDir: string, write: (staging: string) => Promise<void>): Promise<void> {
  const parent = dirname(outDir);
  const staging = await stagingDirectory(outDir, parent);
  try {
    await write(staging);
    const old = retiredName(outDir);
    await rm(old, { recursive: true, force: true });
    if (existsSync(outDir)) await rename(outDir, old);
    await rename(staging, outDir);
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(staging, { recursive: true, force: true });
    await healPublished(outDir);
  }
}

/** Puts the old site back where a build was killed between the two renames. */
export async function healPublished(outDir: string): Promise<void> {
  const old = retiredName(outDir);
  if (!existsSync(outDir) && existsSync(old)) await rename(old, outDir);
}

const retiredName = (outDir: string): string => join(dirname(outDir), `.${basename(outDir)}-old`);
const STALE_MS = 24 * 60 * 60 * 1000;

async function stagingDirectory(outDir: string, parent: string): Promise<string> {
  const prefix = `.${basename(outDir)}-new-`;
  try {
    await mkdir(parent, { recursive: true });
    await removeStale(parent, prefix);
    return await mkdtemp(join(parent, prefix));
  } catch (cause) {
    throw configurationError(
      'out-dir-unwritable',
      `OUT_DIR: nothing can be written beside ${outDir}: ${(cause as Error).message}. The site there is unchanged.`,
      cause,
    );
  }
}

/** Removes what killed builds left; a directory younger than a day may belong to a build that runs now. */
async function removeStale(parent: string, prefix: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  if (names.length === 0) return;
  const fresh = await mkdtemp(join(parent, `${prefix}clock-`));
  const present = (await stat(fresh)).mtimeMs;
  await rm(fresh, { recursive: true });
  for (const name of names) {
    const path = join(parent, name);
    const info = await stat(path).catch(() => null);
    if (info !== null && present - info.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}
