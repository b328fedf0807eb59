import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrateReport } from '../archive/migrate.ts';

/** Marker file in every generated directory, which a build may replace or remove. */
export const MARKER = '.lead-scoring-monitor';
const TEXT = 'Built by Lead Scoring Monitor, which replaces this directory whole. Keep nothing else in it.\n';

/** Marks a generated directory, so that a later build may replace or remove it. */
export async function markGenerated(directory: string): Promise<void> {
  await writeFile(join(directory, MARKER), TEXT);
}

/**
 * Whether a directory may be replaced or removed: it has the marker, or it is a site of a version without marker files.
 *
 * Such a site is recognised by two conditions together: its `latest.json` is a report of this project, and the directory
 * contains nothing that those versions did not write.
 */
export async function isGeneratedSite(directory: string): Promise<boolean> {
  const marker = await fileText(join(directory, MARKER));
  return marker === TEXT || (marker === null && (await isUnmarkedSite(directory)));
}

/** All top-level names of sites without marker; `.gz` and `.br` are the container's compressed files. */
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

/** Content of a regular file; null where it is missing or something else, such as a link or a pipe. */
async function fileText(path: string): Promise<string | null> {
  try {
    return (await lstat(path)).isFile() ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}
