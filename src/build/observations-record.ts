import { existsSync, mkdirSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceDurably } from '../archive/durable-file.ts';
import type { Observations } from '../report/observations.ts';

const folder = (archiveDir: string): string => join(archiveDir, 'observations');
const encode = (observations: Observations): string => `${JSON.stringify(observations, null, 2)}\n`;

/** Keeps what a night asked of the live world beside its archived report, so that the night can be built again. */
export function keepObservations(archiveDir: string, id: string, observations: Observations): void {
  mkdirSync(folder(archiveDir), { recursive: true });
  replaceDurably(join(folder(archiveDir), `${id}.json`), encode(observations));
}

/** Puts `observations.json` beside every report of the site that has one. */
export async function publishObservations(
  outDir: string,
  archiveDir: string,
  nights: readonly string[],
  current: { readonly id: string; readonly observations: Observations },
): Promise<void> {
  const place = async (id: string): Promise<string> => {
    const directory = join(outDir, 'reports', id);
    await mkdir(directory, { recursive: true });
    return join(directory, 'observations.json');
  };
  const kept = existsSync(folder(archiveDir))
    ? new Set(await readdir(folder(archiveDir)))
    : new Set<string>();
  for (const id of nights) {
    if (id !== current.id && kept.has(`${id}.json`)) {
      await copyFile(join(folder(archiveDir), `${id}.json`), await place(id));
    }
  }
  await writeFile(await place(current.id), encode(current.observations));
}
