import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of the site; the path is relative to the site's root. */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}

/** Writes files one at a time, so that only one report is in memory. */
export function writeFiles(outDir: string, files: Iterable<OutputFile>): void {
  const made = new Set<string>();
  for (const { path, content } of files) {
    const target = join(outDir, path);
    const directory = dirname(target);
    if (!made.has(directory)) mkdirSync(directory, { recursive: true });
    made.add(directory);
    writeFileSync(target, content);
  }
}

export const jsonFile = (path: string, value: unknown): OutputFile => ({
  path,
  content: `${JSON.stringify(value, null, 2)}\n`,
});
