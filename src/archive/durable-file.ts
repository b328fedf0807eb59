import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes files atomically and durably, also when the process is killed or power fails: write to a temporary name, fsync,
 * one atomic link or rename, then fsync of the directory. No locks are needed, because link(2) fails when the name
 * already exists.
 */

const TEMPORARY = '.new-';
const STALE_MS = 24 * 60 * 60 * 1000;

/**
 * Writes a file under a name that is not in use.
 *
 * @returns false when the name exists; that file is left unchanged.
 * @throws the system's error (ENOSPC, EACCES, …); nothing has changed then.
 */
export function createDurably(path: string, content: string): boolean {
  const temporary = writeTemporary(path, content);
  try {
    if (!takeName(temporary, path)) return false;
    syncDirectory(dirname(path));
    return true;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Creates or replaces a file; readers see either the complete old or the complete new content. */
export function replaceDurably(path: string, content: string): void {
  const temporary = writeTemporary(path, content);
  try {
    renameSync(temporary, path);
    syncDirectory(dirname(path));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes a file and syncs the directory. */
export function removeDurably(path: string): void {
  rmSync(path, { force: true });
  syncDirectory(dirname(path));
}

export const isTemporary = (name: string): boolean => name.startsWith(TEMPORARY);

/** Removes temporary files of killed writers. Those younger than a day may belong to a running writer. */
export function removeStaleTemporaries(directory: string): void {
  const names = readdirSync(directory).filter(isTemporary);
  if (names.length === 0) return;
  const clock = writeTemporary(join(directory, 'clock'), '');
  const present = statSync(clock).mtimeMs;
  rmSync(clock, { force: true });
  for (const name of names) {
    const path = join(directory, name);
    const age = present - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? present);
    if (age > STALE_MS) rmSync(path, { force: true });
  }
}

function writeTemporary(path: string, content: string): string {
  mkdirSync(dirname(path), { recursive: true });
  // Randomness affects the temporary name only, never a result.
  const temporary = join(dirname(path), `${TEMPORARY}${randomUUID()}`);
  const file = openSync(temporary, 'wx', 0o644);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

function takeName(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    return takeNameWithoutLinks(temporary, path);
  }
}

/** For file systems without hard links (FAT, some network mounts): an empty file opened with O_EXCL reserves the name. */
function takeNameWithoutLinks(temporary: string, path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', 0o644));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  renameSync(temporary, path);
  return true;
}

function syncDirectory(directory: string): void {
  let handle: number;
  try {
    handle = openSync(directory, 'r');
  } catch {
    // Windows cannot open directories; NTFS journals renames.
    return;
  }
  try {
    fsyncSync(handle);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  } finally {
    closeSync(handle);
  }
}
