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

/** Why a path was not read; `why` are the words of `notARegularFile`, and the message has "it" before them. */
export class NotRegularError extends Error {
  readonly code: 'EISDIR' | 'ENOTREG';
  readonly why: string;

  constructor(why: string) {
    super(`it ${why}`);
    this.code = why === DIRECTORY ? 'EISDIR' : 'ENOTREG';
    this.why = why;
  }
}

/**
 * The bytes of a regular file. Every whole file that a setting, an input or the archive names is read by this or by
 * `readRegularFileSync`.
 *
 * @throws NotRegularError for a directory, pipe, socket or device; else as `fs.readFile`.
 */
export async function readRegularFile(path: string): Promise<Buffer> {
  refuseOther(path);
  return await readFile(path);
}

/** `readRegularFile` for code that cannot wait. */
export function readRegularFileSync(path: string): Buffer {
  refuseOther(path);
  return readFileSync(path);
}

function refuseOther(path: string): void {
  const why = notARegularFile(path);
  if (why !== null) throw new NotRegularError(why);
}

function stats(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Absent, a loop of links, not allowed.
    return null;
  }
}
