import { existsSync } from 'node:fs';
import { join } from 'node:path';

const WILDCARD = /[*?[{(]/;

interface SplitGlob {
  /** Absolute. */
  readonly base: string;
  /** Relative to the base; null where nothing of the path is a wildcard. */
  readonly pattern: string | null;
}

/**
 * Splits an absolute path into the directory that the search begins in and the pattern to search for. What is there
 * under its very name is no wildcard, whatever characters it has: `/data/[prod]/*.jsonl` looks into `/data/[prod]`.
 */
export function splitGlob(path: string): SplitGlob {
  const parts = path.split('/');
  let base = '/';
  for (const [i, part] of parts.entries()) {
    const next = join(base, part);
    if (WILDCARD.test(part) && !existsSync(next)) return { base, pattern: parts.slice(i).join('/') };
    base = next;
  }
  return { base, pattern: null };
}
