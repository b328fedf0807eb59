import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { configurationError } from '../monitor-error.ts';

/** One cell by RFC 4180, without protection against spreadsheet formulas: the files are input of programs. */
const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows of cells as CSV. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('');

/**
 * Writes a file atomically, and the folder that it lies in.
 *
 * @throws MonitorError `output-unwritable` (exit code 2).
 */
export const writeAtomically = (path: string, content: string | Uint8Array): Promise<void> =>
  whereWritable(path, async () => {
    const temporary = `${path}.${process.pid}.tmp`;
    await writeFile(temporary, content);
    await rename(temporary, path);
  });

const OUTPUT = { code: 'output-unwritable', remedy: 'Name another file, or give this user write access.' };

/**
 * Makes the folder of a file, then writes.
 *
 * @param fault code and remedy of the error; default those of an output that the user names.
 * @throws MonitorError (exit code 2) where either cannot be.
 */
export async function whereWritable<T>(
  path: string,
  write: () => T | Promise<T>,
  fault: { readonly code: string; readonly remedy: string } = OUTPUT,
): Promise<T> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await write();
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw configurationError(fault.code, `${path} cannot be written (${code}). ${fault.remedy}`, cause);
  }
}
