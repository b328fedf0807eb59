import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isOurs, markOurs } from '../site-marker.ts';

/**
 * Makes a directory for the sites of this run, and removes those of earlier runs. What is not provably ours stays: the
 * directory may be set to one that holds something else.
 */
export async function releaseDirectory(root: string): Promise<string> {
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) {
    const path = join(root, name);
    if (await isOurs(path)) await rm(path, { recursive: true, force: true });
  }
  const own = await mkdtemp(join(root, 'run-'));
  await markOurs(own);
  return own;
}
