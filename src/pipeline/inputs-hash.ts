import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** Measured: larger reads are not faster. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Hash of a report's inputs: base name, size and content of each file, and the policy. It does not depend on directories
 * or on the order of the files.
 *
 * @param digests of the files (`fileDigests`).
 */
export function inputsHash(digests: readonly string[], policy: unknown): string {
  const hash = createHash('sha256');
  for (const digest of digests.toSorted()) hash.update(digest);
  hash.update(JSON.stringify(policy));
  return hash.digest('hex');
}

/** One digest a file. */
export async function fileDigests(
  files: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const file of files) digests.push(await fileDigest(file, signal));
  return digests;
}

async function fileDigest(path: string, signal?: AbortSignal): Promise<string> {
  const { size } = await stat(path);
  const hash = createHash('sha256').update(`${basename(path)}\0${size}\0`);
  // A log that grows meanwhile is hashed up to the size that it had at the start.
  if (size === 0) return hash.digest('hex');
  const file = await open(path);
  try {
    // One buffer: a stream's many would be garbage beside an engine that needs the memory.
    const chunk = Buffer.allocUnsafeSlow(Math.min(size, CHUNK_BYTES));
    for (let at = 0; at < size; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, size - at), at);
      if (bytesRead === 0) break;
      hash.update(chunk.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
