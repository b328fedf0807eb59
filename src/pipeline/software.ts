import { readFile } from 'node:fs/promises';
import { projectFile } from '../project.ts';

/** Name and version of this project, for the report. */
export async function software(): Promise<{ readonly name: string; readonly version: string }> {
  const text = await readFile(projectFile('package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return { name, version };
}
