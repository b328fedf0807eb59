import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** As many links as Linux follows. */
const MAX_LINKS = 40;

/**
 * The path that a write to `path` would reach: symbolic links resolved, dangling ones too. Of a path that does not exist
 * the nearest existing parent is resolved. Names that do not exist yet are lower-cased and composed (NFC): on some file
 * systems `Archive` and `archive` will be one directory.
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
    // Absent, a dangling link, a loop of links, or not ours to look at.
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

/** Whether a path is the directory or lies below it; both resolved by `realPath`. */
export function holds(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
