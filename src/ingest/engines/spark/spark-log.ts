import path from 'node:path';
import { type LogInput, type LogSetting, resolveLog } from '../../sources/log-files.ts';

/** A log as Spark finds it: local files, one path of a file system of the cluster, or a table. */
export type SparkLog =
  | LogInput
  | { readonly present: true; readonly location: string; readonly uri: string }
  | { readonly present: true; readonly location: string; readonly table: readonly string[] };

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:\//;
const PART = '(?:[A-Za-z_][A-Za-z0-9_]*|`(?:[^`]|``)+`)';
const TABLE = new RegExp(`^${PART}(?:\\.${PART}){1,2}$`);
const FILE_ENDING = /\.(jsonl|ndjson|json|log|csv|parquet|orc|gz|zst|\d+)$/i;

/**
 * Decides what a log setting names: `table:name` or `catalog.schema.table` is a table, `scheme:/…` (s3, hdfs, abfss,
 * dbfs, file) a path for the executors, anything else a local path that driver and executors share.
 *
 * @throws MonitorError as `resolveLog` does for local paths.
 */
export async function resolveSparkLog(setting: LogSetting, cwd: string): Promise<SparkLog> {
  const location = setting.value;
  if (location === null) return resolveLog(setting, cwd);
  if (location.startsWith('table:')) return { present: true, location, table: tableParts(location.slice(6)) };
  if (SCHEME.test(location)) return { present: true, location, uri: location };
  if (TABLE.test(location) && !FILE_ENDING.test(location)) {
    return { present: true, location, table: tableParts(location) };
  }
  return resolveLog(setting, cwd);
}

function tableParts(name: string): string[] {
  return [...name.matchAll(/`((?:[^`]|``)+)`|([^.`]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('``', '`') ?? plain ?? '',
  );
}

/** `text` has one JSON record a line, the others have columns. */
export type Format = 'text' | 'parquet' | 'orc' | 'csv';

export function formatOf(location: string): Format {
  const ending = /\.(parquet|orc|csv)(?:\.(?:gz|zst))?\/?$/i.exec(location)?.[1]?.toLowerCase();
  return ending === 'parquet' || ending === 'orc' || ending === 'csv' ? ending : 'text';
}

/** Paths for Spark's reader, each of one format. Local files become `file:` paths; globs in their names are escaped. */
export function sparkPaths(log: SparkLog): { readonly format: Format; readonly path: string }[] {
  if (!log.present || 'table' in log) return [];
  if ('uri' in log) return [{ format: formatOf(log.uri), path: log.uri }];
  const paths: { format: Format; path: string }[] = [];
  const shared = new Map<string, string[]>();
  for (const file of log.files) {
    const format = formatOf(file);
    const name = path.basename(file);
    // Names without special characters are read together, a directory at a time, as one glob.
    if (format === 'text' && /^[\w.-]+$/.test(name) && /^[\w./-]+$/.test(path.dirname(file))) {
      shared.set(path.dirname(file), [...(shared.get(path.dirname(file)) ?? []), name]);
    } else paths.push({ format, path: `file:${file.replaceAll(/[\\{}[\]*?]/g, '\\$&')}` });
  }
  for (const [directory, [first = '', ...others]] of shared) {
    const names = others.length === 0 ? first : `{${[first, ...others].join(',')}}`;
    paths.push({ format: 'text', path: `file:${directory}/${names}` });
  }
  return paths;
}

/** Base name of a file that Spark names by its URL. */
export function baseName(fileUrl: string): string {
  const name = fileUrl.slice(fileUrl.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
