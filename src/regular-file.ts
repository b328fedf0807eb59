import { type Stats, statSync } from 'node:fs';

/**
 * Why a path cannot be read like a file, in words that follow its name; null for a regular file, and for what cannot even
 * be looked at, which opening it tells. Opening a pipe waits for a writer that may never come, and a device may have no end.
 */
export function notARegularFile(path: string): string | null {
  const found = stats(path);
  if (found === null || found.isFile()) return null;
  return found.isDirectory() ? 'is a directory' : 'is no regular file (a pipe, socket or device)';
}

function stats(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Absent, a loop of links, not allowed.
    return null;
  }
}
