import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { inputError, MonitorError } from '../monitor-error.ts';

/**
 * Does work that reads files which were found before. A log may be rotated away between the two, and every engine says so
 * in another way.
 *
 * @throws MonitorError exit code 3 where the work failed and one of the files is there no longer; else the work's own error.
 */
export async function whileThere<Result>(
  files: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MonitorError) throw error;
    const gone = files.find((file) => !existsSync(file));
    if (gone === undefined) throw error;
    throw inputError(
      'input-vanished',
      `${basename(gone)} was removed or renamed while it was read. Build again; where logs are rotated, keep the old ones for as long as a build takes.`,
      error,
    );
  }
}
