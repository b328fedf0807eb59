import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Stamp } from './entry.ts';

/** Within this time after a change, another change may leave the file's times as they are. */
const UNSETTLED_NS = 2_000_000_000n;

/** Stamps of files, as of the moment at which the stamps were opened. */
export interface Stamps {
  of(file: string): Promise<Stamp>;
}

/** Takes the current time from the file system that holds the directory: its clock may differ from this machine's. */
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
    // Without write access to the directory every file counts as changed just now.
    return null;
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}
