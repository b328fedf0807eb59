import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceDurably } from '../../archive/durable-file.ts';
import { configurationError } from '../../monitor-error.ts';

/**
 * Writes a file, with a copy of what it held beside it (`.bak`).
 *
 * @throws MonitorError `policy-unwritable` (exit code 2).
 */
export async function writeWithCopy(path: string, content: string, before: string | null): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (before !== null) replaceDurably(`${path}.bak`, before);
    replaceDurably(path, content);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw configurationError(
      'policy-unwritable',
      `${path} cannot be written (${code}). Give this user write access, or name another file (POLICY_PATH).`,
      cause,
    );
  }
}
