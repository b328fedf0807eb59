import { createHash, type Hash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';

const WHOLE_BELOW = 8 * 1024 * 1024;
const EDGE = 64 * 1024;

/**
 * Identity of everything a report was computed from: base name, size and content of each file, and the policy.
 *
 * A file beyond 8 MiB counts with its size, its first and its last 64 KiB: logs only grow at their end, and reading
 * hundreds of megabytes twice would cost more than it tells. Paths are left out, so that the same files in another
 * directory, or in another order, are the same inputs.
 */
export async function inputsHash(files: readonly string[], policy: unknown): Promise<string> {
  const digests = await Promise.all(files.map(fileDigest));
  const hash = createHash('sha256');
  for (const digest of digests.sort()) hash.update(digest);
  hash.update(JSON.stringify(policy));
  return hash.digest('hex');
}

async function fileDigest(path: string): Promise<string> {
  const { size } = await stat(path);
  const hash = createHash('sha256').update(`${basename(path)}\0${size}\0`);
  const file = await open(path, 'r');
  try {
    if (size <= WHOLE_BELOW) await add(hash, file, 0, size);
    else {
      await add(hash, file, 0, EDGE);
      await add(hash, file, size - EDGE, EDGE);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function add(hash: Hash, file: Awaited<ReturnType<typeof open>>, start: number, length: number) {
  const buffer = Buffer.alloc(Math.min(length, WHOLE_BELOW));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  hash.update(buffer.subarray(0, bytesRead));
}
