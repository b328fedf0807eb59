import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Linux's limit for symbolic links in a path. */
const MAX_LINKS = 40;

/**
 * The path that a write to `path` would reach: symbolic links are resolved, including dangling ones. For a path that does
 * not exist, the nearest existing parent is resolved. Names that do not exist yet are lower-cased and composed (NFC),
 * because on some file systems `Archive` and `archive` will be the same directory.
 *
 * @param path absolute.
 */
export function realPath(path: string): string {
  return follow(resolve(path), MAX_LINKS);
}

function follow(path: string, links: number): string {
  try {
    return realpathSync(path);
  } catch {
    // Missing, a dangling link, a loop of links, or no permission.
  }
  const target = links === 0 ? null : linkTarget(path);
  if (target !== null) return follow(resolve(dirname(path), target), links - 1);
  const parent = dirname(path);
  if (parent === path) return path;
  return join(follow(parent, links), path.slice(parent.length).normalize('NFC').toLowerCase());
}

function linkTarget(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch {
    return null;
  }
}

/** Whether a path equals the directory or is below it; both resolved by `realPath`. */
export function holds(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
