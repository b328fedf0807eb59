import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrateReport } from '../archive/migrate.ts';

/** Lies in every directory that we made to be replaced whole. */
export const MARKER = '.lead-scoring-monitor';
const TEXT = 'Built by Lead Scoring Monitor, which replaces this directory whole. Keep nothing else in it.\n';

/** Marks a directory that was just made: from now on it may be replaced and removed. */
export async function markOurs(directory: string): Promise<void> {
  await writeFile(join(directory, MARKER), TEXT);
}

/**
 * Whether a directory may be replaced or removed: it holds our marker, or it is a site of a version that set none.
 *
 * Such a site is known by two things at once: its `latest.json` is a report of ours, and beside it lies nothing that
 * those versions did not write. A directory with anything else in it is not touched, whatever its `index.html` says.
 */
export async function isOurs(directory: string): Promise<boolean> {
  const marker = await fileText(join(directory, MARKER));
  return marker === TEXT || (marker === null && (await isUnmarkedSite(directory)));
}

/** Everything at the top of a site before sites had a marker; `.gz` and `.br` are what the container packed. */
const UNMARKED_NAMES = new Set([
  ...['404.html', 'feed.xml', 'index.html', 'latest.json', 'metrics.prom', 'og.png'],
  ...['report.schema.json', 'robots.txt', 'sitemap.xml'],
  ...[
    '_astro',
    'alerts',
    'archive',
    'badges',
    'compare',
    'csv',
    'data',
    'drift',
    'health',
    'icons',
    'latency',
  ],
  ...['method', 'predictions', 'reports', 'scores', 'trends', 'workflow'],
]);

async function isUnmarkedSite(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch((): string[] => []);
  if (!names.includes('index.html')) return false;
  if (!names.every((name) => UNMARKED_NAMES.has(name.replace(/\.(?:gz|br)$/, '')))) return false;
  const latest = await fileText(join(directory, 'latest.json'));
  try {
    return latest !== null && migrateReport(JSON.parse(latest)).ok;
  } catch {
    return false;
  }
}

/** Null where there is no such file, or something that is none: a link or a pipe proves nothing. */
async function fileText(path: string): Promise<string | null> {
  try {
    return (await lstat(path)).isFile() ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}
