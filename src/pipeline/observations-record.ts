import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { Observations } from '../report/observations.ts';

/** Writes the `observations.json` of every report that has one to the site, so that the build can be repeated. */
export async function publishObservations(
  outDir: string,
  archive: Archive,
  runs: readonly string[],
  current: { readonly id: string; readonly observations: Observations | null },
): Promise<void> {
  const write = async (id: string, text: string): Promise<void> => {
    const directory = join(outDir, 'reports', id);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'observations.json'), text);
  };
  for (const id of runs) {
    const kept = id === current.id ? null : archive.observations(id);
    if (kept !== null) await write(id, kept);
  }
  if (current.observations !== null) await write(current.id, `${JSON.stringify(current.observations)}\n`);
}
