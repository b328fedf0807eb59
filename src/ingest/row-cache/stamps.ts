import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Stamp } from './entry.ts';

/** A file that changed within so short a time before it was looked at may change again without showing it. */
const UNSETTLED_NS = 2_000_000_000n;

/** Looks at files, as of one moment. */
export interface Stamps {
  of(file: string): Promise<Stamp>;
}

/** The moment is that of the file system which holds the directory, not of this machine's clock. */
export async function openStamps(directory: string): Promise<Stamps> {
  const opened = await fileSystemTime(directory);
  return {
    async of(file) {
      const { size, mtimeNs, ctimeNs, ino } = await stat(file, { bigint: true });
      const changed = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
      return {
        size: Number(size),
        mtimeNs: String(mtimeNs),
        ctimeNs: String(ctimeNs),
        ino: String(ino),
        settled: opened !== null && opened - changed > UNSETTLED_NS,
      };
    },
  };
}

export const isSameStamp = (a: Stamp, b: Stamp): boolean =>
  a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs && a.ino === b.ino;

async function fileSystemTime(directory: string): Promise<bigint | null> {
  const file = path.join(directory, `.clock-${randomUUID()}`);
  try {
    await writeFile(file, '');
    return (await stat(file, { bigint: true })).mtimeNs;
  } catch {
    // A directory that is not ours to write: every file counts as changed just now.
    return null;
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}
