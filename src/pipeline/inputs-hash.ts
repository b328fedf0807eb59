import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** Larger reads were not faster. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Identity of everything a report was computed from: base name, size and whole content of each file, and the policy.
 * Paths are left out, so that the same files in another directory, or in another order, are the same inputs.
 */
export async function inputsHash(files: readonly string[], policy: unknown): Promise<string> {
  const digests: string[] = [];
  for (const file of files) digests.push(await fileDigest(file));
  const hash = createHash('sha256');
  for (const digest of digests.sort()) hash.update(digest);
  hash.update(JSON.stringify(policy));
  return hash.digest('hex');
}

async function fileDigest(path: string): Promise<string> {
  const { size } = await stat(path);
  const hash = createHash('sha256').update(`${basename(path)}\0${size}\0`);
  // A log that grows meanwhile counts as long as it was when it was looked at.
  if (size > 0) {
    for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: CHUNK_BYTES })) {
      hash.update(chunk as Buffer);
    }
  }
  return hash.digest('hex');
}
