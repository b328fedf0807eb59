import { access, constants, glob, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { configurationError, inputError } from '../../monitor-error.ts';
import { splitGlob } from '../../split-glob.ts';
import { byCodeUnit } from '../ordering.ts';

/** A log on the disk: its files, sorted, each once. */
export type LogInput =
  | { readonly present: false; readonly location: string }
  | { readonly present: true; readonly location: string; readonly files: readonly string[] };

export interface LogSetting {
  /** Name of the variable, for messages. */
  readonly variable: string;
  /** What the user set, null where nothing was set. */
  readonly value: string | null;
  /** Used when nothing was set; allowed to be absent. */
  readonly fallback: string;
}

const LOG_NAME = /\.(jsonl|ndjson|json|log|csv|parquet)(\.\d+)?(\.(gz|zst))?$/i;

/** Whether a file is called like a log, rotated and compressed ones too. */
export const isLogName = (name: string): boolean => LOG_NAME.test(name);

/**
 * Finds the files of a log: a file, a directory of rotated files, or a glob.
 *
 * @throws MonitorError `log-not-found` (exit code 2) when a set path is not there or matches nothing,
 *   `log-unreadable` (exit code 3) when it cannot be read or is no regular file.
 */
export async function resolveLog(setting: LogSetting, cwd: string): Promise<LogInput> {
  const location = setting.value ?? setting.fallback;
  const absolute = path.resolve(cwd, location);
  const found = await kindOf(absolute, setting, location);
  if (found === 'file') return { present: true, location, files: await readable([absolute], setting) };
  if (found === 'directory') {
    const files = await matching('**/*', absolute, isLogName);
    if (files.length > 0) return { present: true, location, files: await readable(files, setting) };
    if (setting.value === null) return { present: false, location };
    throw notFound(
      setting,
      location,
      'is a directory without a log file (.jsonl, .gz, .zst, .parquet, .csv)',
    );
  }
  const { base, pattern } = splitGlob(absolute);
  if (pattern !== null) {
    const files = await matching(pattern, base, () => true);
    if (files.length > 0) return { present: true, location, files: await readable(files, setting) };
    if (setting.value !== null) throw notFound(setting, location, 'matches no file');
  }
  if (setting.value !== null) throw notFound(setting, location, 'does not exist');
  return { present: false, location };
}

function notFound(setting: LogSetting, location: string, what: string) {
  return configurationError(
    'log-not-found',
    `${setting.variable}: ${location} ${what}. Give a file, a glob or a directory of log files, or unset it.`,
  );
}

async function kindOf(absolute: string, setting: LogSetting, location: string) {
  try {
    const found = await stat(absolute);
    if (found.isFile()) return 'file';
    if (found.isDirectory()) return 'directory';
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'absent';
    const why = code === 'ELOOP' ? 'is a loop of symbolic links' : `cannot be read (${code})`;
    throw inputError('log-unreadable', `${setting.variable}: ${location} ${why}.`, cause);
  }
  throw inputError(
    'log-unreadable',
    `${setting.variable}: ${location} is neither a file nor a directory (a pipe, socket or device). Write the log to a file first.`,
  );
}

/** Regular files below `cwd` that match, sorted by code unit; unreachable ones (link loops, pipes) are left out. */
async function matching(pattern: string, cwd: string, keep: (name: string) => boolean): Promise<string[]> {
  const files: string[] = [];
  for await (const name of glob(pattern, { cwd })) {
    const file = path.resolve(cwd, name);
    if (!keep(path.basename(file))) continue;
    const found = await stat(file).catch(() => null);
    if (found?.isFile()) files.push(file);
  }
  return files.sort(byCodeUnit);
}

/** Checks that each file can be opened, and drops further names of the same file. */
async function readable(files: readonly string[], setting: LogSetting): Promise<string[]> {
  const seen = new Set<string>();
  const result: string[] = [];
  for (const file of files) {
    const real = await realpath(file);
    if (seen.has(real)) continue;
    seen.add(real);
    try {
      await access(file, constants.R_OK);
    } catch (cause) {
      throw inputError(
        'log-unreadable',
        `${setting.variable}: ${file} cannot be read: permission denied. Give this user the right to read it.`,
        cause,
      );
    }
    result.push(file);
  }
  return result;
}
