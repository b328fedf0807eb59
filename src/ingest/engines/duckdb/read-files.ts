import { inputError } from '../../../monitor-error.ts';
import { literals } from './sql.ts';

/**
 * A table function over files exactly as they are named: no character of a path is a wildcard, and no `key=value` in it a
 * column. The only place where a reader of DuckDB is called.
 *
 * @param options further options, as SQL.
 * @throws MonitorError `log-unreadable` (exit code 3) for a path that DuckDB cannot be given.
 */
export function readFiles(
  reader: 'read_json' | 'read_csv' | 'read_parquet',
  files: readonly string[],
  options: readonly string[] = [],
): string {
  const all = [literals(files.map(exactly)), ...options, 'hive_partitioning = false'];
  return `${reader}(${all.join(', ')})`;
}

const WILDCARDS = /[*?[]/g;

/** A pattern that matches nothing but this path. */
function exactly(file: string): string {
  if (file.search(WILDCARDS) === -1) return file;
  if (file.includes('\\')) {
    // In a pattern, DuckDB takes a backslash for a slash, and nothing stands for it alone.
    throw inputError(
      'log-unreadable',
      `${file}: a path with a backslash beside "*", "?" or "[" cannot be read. Rename the file or its directory.`,
    );
  }
  return file.replaceAll(WILDCARDS, '[$&]');
}
