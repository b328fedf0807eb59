import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceDurably } from '../../archive/durable-file.ts';
import { configurationError } from '../../monitor-error.ts';

const REMEDIES = {
  policy: 'Give this user write access, or name another file (POLICY_PATH).',
  workflow: 'Give this user write access.',
};

/**
 * Writes a file, with a copy of what it held beside it (`.bak`).
 *
 * @param before what the file holds; null where it is not there.
 * @throws MonitorError `policy-unwritable` or `workflow-unwritable` (exit code 2).
 */
export async function writeWithCopy(
  kind: keyof typeof REMEDIES,
  path: string,
  content: string,
  before: string | null,
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (before !== null) replaceDurably(`${path}.bak`, before);
    replaceDurably(path, content);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw configurationError(
      `${kind}-unwritable`,
      `${path} cannot be written (${code}). ${REMEDIES[kind]}`,
      cause,
    );
  }
}
