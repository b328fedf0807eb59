import { resolve } from 'node:path';
import { realPath } from './real-path.ts';
import type { Settings } from './variables.ts';

/** A directory that a build writes into. */
export interface WrittenDirectory {
  readonly variable: 'OUT_DIR' | 'SITES_DIR' | 'ARCHIVE_DIR' | 'CACHE_DIR';
  /** Absolute, links not resolved. */
  readonly path: string;
  readonly real: string;
  /** How a build uses it; follows its name in a message. */
  readonly use: string;
  /** Sample names of files that are written there, one for each extension that a log can have. */
  readonly samples: readonly string[];
}

const SITE_SAMPLES = [
  'latest.json',
  'report.schema.json',
  'badges/verdict.json',
  'compare/2026.json',
  'csv/predictions.csv',
  'data/score.csv',
  'reports/index.json',
  'reports/2026-02-20/report.json',
  'reports/2026-02-20/observations.json',
];
const ARCHIVE_SAMPLES = [
  'index.json',
  'observations/2026-02-20.json',
  'pruned/2026-02-20.json',
  'reports/2026-02-20.json',
  'sent/mail/2026-02-20.json',
];
const CACHE_SAMPLES = ['predictions', 'requests'].flatMap((source) => [
  `${source}-0123456789abcdef01234567.json`,
  `${source}-0123456789abcdef01234567-1-01234567.parquet`,
]);

/**
 * The directories that a build with these settings writes into.
 *
 * @param sitesDir the container's directory of sites, which contains the `OUT_DIR` of its builds; null elsewhere.
 */
export function writtenDirectories(settings: Settings, sitesDir: string | null): readonly WrittenDirectory[] {
  const { cwd, outDir, archiveDir, cacheDir } = settings;
  const of = (
    variable: WrittenDirectory['variable'],
    set: string,
    use: string,
    samples: readonly string[],
  ): WrittenDirectory => {
    const path = resolve(cwd, set);
    return { variable, path, real: realPath(path), use, samples };
  };
  return [
    sitesDir === null
      ? of('OUT_DIR', outDir, 'is replaced whole by a build', SITE_SAMPLES)
      : of(
          'SITES_DIR',
          sitesDir,
          'is where the container replaces sites',
          SITE_SAMPLES.map((name) => `lead-scoring-monitor-round-1-abcdef/site/${name}`),
        ),
    of('ARCHIVE_DIR', archiveDir, 'is published', ARCHIVE_SAMPLES),
    ...(cacheDir === null
      ? []
      : [of('CACHE_DIR', cacheDir, 'holds copies of the logs, which are private', CACHE_SAMPLES)]),
  ];
}
