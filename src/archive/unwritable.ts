import { configurationError } from '../monitor-error.ts';

/**
 * Runs what writes to the archive's directory.
 *
 * @throws MonitorError `archive-unwritable` (exit code 2) for an error of the file system.
 */
export function unlessUnwritable<Result>(directory: string, write: () => Result): Result {
  try {
    return write();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw cause;
    throw configurationError(
      'archive-unwritable',
      `ARCHIVE_DIR: ${directory} cannot be written (${code}). The reports that are there are unchanged; ` +
        'free some space or give this user write access, then try again.',
      cause,
    );
  }
}
