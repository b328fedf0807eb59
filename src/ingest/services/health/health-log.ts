import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { MONITOR } from '../../../command-names.ts';
import { configurationError } from '../../../monitor-error.ts';
import { notARegularFile } from '../../../regular-file.ts';
import type { HealthAttempt } from './health.ts';

/** One line of the health log: the fields of a logged request, and whether it counts as an answer. */
const entrySchema = z.object({
  timestamp: z.iso.datetime(),
  endpoint: z.string(),
  method: z.literal('GET'),
  status_code: z.number().int().nullable(),
  response_ms: z.number().nullable(),
  ok: z.boolean(),
  error: z.string().nullable(),
});
export type HealthEntry = z.output<typeof entrySchema>;

/** More than a day of one entry a minute. */
const TAIL_BYTES = 512 * 1024;

export const healthEntry = (attempt: HealthAttempt, endpoint: string): HealthEntry => ({
  timestamp: attempt.at,
  endpoint,
  method: 'GET',
  status_code: attempt.statusCode,
  response_ms: attempt.latencyMs,
  ok: attempt.ok,
  error: attempt.error,
});

/**
 * Adds a line. One write of a short line to a file opened for appending is not interleaved with another's. A line that a
 * killed probe left incomplete is ended first.
 */
export function appendHealth(path: string, entry: HealthEntry): void {
  requireRegularFile(path);
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    const isIncomplete = size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
    writeSync(file, `${isIncomplete ? '\n' : ''}${JSON.stringify(entry)}\n`);
  } finally {
    closeSync(file);
  }
}

/**
 * The newest entries, oldest first; lines that are not entries are skipped. A missing log is empty.
 *
 * @throws MonitorError `health-log-unreadable` (exit code 2).
 */
export function readHealth(path: string): readonly HealthEntry[] {
  requireRegularFile(path);
  try {
    return readTail(path).split('\n').flatMap(parseLine);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw configurationError(
      'health-log-unreadable',
      `HEALTH_LOG: ${path} cannot be read (${code}). Give the file that ${MONITOR} probe writes, or unset it.`,
      error,
    );
  }
}

/** Reading from a pipe would block without end. */
function requireRegularFile(path: string): void {
  const why = notARegularFile(path);
  if (why === null) return;
  throw configurationError(
    'health-log-unreadable',
    `HEALTH_LOG: ${path} ${why}. Give the file that ${MONITOR} probe writes, or unset it.`,
  );
}

function readTail(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const length = Math.min(size, TAIL_BYTES);
    const buffer = Buffer.alloc(length);
    const read = readSync(file, buffer, 0, length, size - length);
    return buffer.subarray(0, read).toString('utf8');
  } finally {
    closeSync(file);
  }
}

function parseLine(line: string): HealthEntry[] {
  try {
    const result = entrySchema.safeParse(JSON.parse(line));
    return result.success ? [result.data] : [];
  } catch {
    return [];
  }
}
