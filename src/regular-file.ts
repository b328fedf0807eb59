import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const DIRECTORY = 'is a directory';

/**
 * Why a path cannot be read like a file, in words that follow its name; null for a regular file, and for what cannot even
 * be looked at, which opening it tells. Opening a pipe waits for a writer that may never come, and a device may have no end.
 */
export function notARegularFile(path: string): string | null {
  const found = stats(path);
  if (found === null || found.isFile()) return null;
  return found.isDirectory() ? DIRECTORY : 'is no regular file (a pipe, socket or device)';
}

/**
 * The bytes of a regular file. Every whole file that a setting, an input or the archive names is read by this or by
 * `readRegularFileSync`.
 *
 * @throws Error with `code` `EISDIR` for a directory, `ENOTREG` for a pipe, socket or device; else as `fs.readFile`.
 */
export function readRegularFile(path: string): Promise<Buffer> {
  const refused = notRegularError(path);
  return refused === null ? readFile(path) : Promise.reject(refused);
}

/** `readRegularFile` for code that cannot wait. */
export function readRegularFileSync(path: string): Buffer {
  const refused = notRegularError(path);
  if (refused !== null) throw refused;
  return readFileSync(path);
}

function notRegularError(path: string): Error | null {
  const why = notARegularFile(path);
  if (why === null) return null;
  return Object.assign(new Error(`it ${why}`), { code: why === DIRECTORY ? 'EISDIR' : 'ENOTREG' });
}

function stats(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Absent, a loop of links, not allowed.
    return null;
  }
}
