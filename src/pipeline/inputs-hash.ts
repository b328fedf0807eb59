import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** Measured: larger reads are not faster. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Hash of a report's inputs: base name, size and content of each file, and the policy. It does not depend on directories
 * or on the order of the files.
 *
 * @param digests those of the files, where they are being computed already.
 */
export async function inputsHash(
  files: readonly string[],
  policy: unknown,
  digests: Promise<readonly string[]> = fileDigests(files),
): Promise<string> {
  const hash = createHash('sha256');
  for (const digest of [...(await digests)].sort()) hash.update(digest);
  hash.update(JSON.stringify(policy));
  return hash.digest('hex');
}

/** One digest a file. */
export async function fileDigests(files: readonly string[]): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const file of files) digests.push(await fileDigest(file));
  return digests;
}

async function fileDigest(path: string): Promise<string> {
  const { size } = await stat(path);
  const hash = createHash('sha256').update(`${basename(path)}\0${size}\0`);
  // A log that grows meanwhile is hashed up to the size that it had at the start.
  if (size > 0) {
    for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: CHUNK_BYTES })) {
      hash.update(chunk as Buffer);
    }
  }
  return hash.digest('hex');
}
