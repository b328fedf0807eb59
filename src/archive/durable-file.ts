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
 * Files that are there whole or not at all, whatever is killed and whenever the power goes: a temporary name, fsync,
 * then one atomic step, then fsync of the directory. No locks: a name is taken by link(2), which fails when somebody
 * else was first.
 */

const TEMPORARY = '.new-';
const STALE_MS = 24 * 60 * 60 * 1000;

/**
 * Writes a file under a name that nobody has.
 *
 * @returns false when the name is taken; what is there stays as it is.
 * @throws the system's error (ENOSPC, EACCES, …); then nothing has changed.
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

/** Puts a file in the place of what has the name now, if anything; readers see the old or the new one, whole. */
export function replaceDurably(path: string, content: string): void {
  const temporary = writeTemporary(path, content);
  try {
    renameSync(temporary, path);
    syncDirectory(dirname(path));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes a file and makes the removal last. */
export function removeDurably(path: string): void {
  rmSync(path, { force: true });
  syncDirectory(dirname(path));
}

export const isTemporary = (name: string): boolean => name.startsWith(TEMPORARY);

/** Removes what killed writers left; younger than a day it may belong to a writer that runs now. */
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
  // Only the name is random, and it is gone before anybody reads; no result depends on it.
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

/** File systems without hard links (FAT, some network mounts): an empty file made with O_EXCL claims the name. */
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
    // Windows opens no directories; its renames are journalled.
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
