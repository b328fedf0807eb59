import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file of the site, with its path from the site's root. */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}

/** Writes files one at a time, so that years of nights need the memory of one. */
export async function writeFiles(outDir: string, files: Iterable<OutputFile>): Promise<void> {
  for (const { path, content } of files) {
    const target = join(outDir, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

export const jsonFile = (path: string, value: unknown): OutputFile => ({
  path,
  content: `${JSON.stringify(value, null, 2)}\n`,
});
