import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import type { SiteData } from '../../src/report/site-data.ts';
import { renderSite } from '../../src/site/render.ts';
import { withServer } from './browser.ts';

interface SharedSite {
  /** Other test files use the same directory, so it must not be changed. */
  readonly directory: string;
  readonly pages: number;
}

/** A shared site served on loopback. */
interface ServedSite extends SharedSite {
  /** With the base path and a trailing slash. */
  readonly url: string;
}

const POLL_MS = 50;

/** Serves the site built from `data` on loopback while `use` runs. */
export async function withSite<T>(
  data: SiteData,
  use: (site: ServedSite) => Promise<T>,
  basePath = '/',
): Promise<T> {
  const { directory, pages } = await sharedSite(data, basePath);
  return await withServer(directory, basePath, (url) => use({ directory, url, pages }));
}

/** Builds a separate site, into which `use` may write, and removes it afterwards. */
export async function withOwnSite<T>(data: SiteData, use: (directory: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'site-'));
  try {
    await build(data, '/', home);
    return await use(join(home, 'dist'));
  } finally {
    await rm(home, { recursive: true });
  }
}

const build = async (data: SiteData, basePath: string, home: string): Promise<{ pages: number }> => {
  const { pages, unrendered } = await renderSite({
    data,
    outDir: join(home, 'dist'),
    siteUrl: 'https://monitor.example',
    basePath,
    cacheDir: join(home, 'cache'),
  });
  if (unrendered.length > 0) throw new Error(`not rendered: ${JSON.stringify(unrendered)}`);
  return { pages };
};

/** The shared site built from `data`. The first test file that needs it builds it; others wait for that build. */
async function sharedSite(data: SiteData, basePath: string): Promise<SharedSite> {
  const home = join(inject('sharedDirectory'), keyOf(data, basePath));
  const pages = join(home, 'pages');
  const failed = join(home, 'failed');
  const directory = join(home, 'dist');
  if (await isFirst(home)) {
    try {
      const built = await build(data, basePath, home);
      await rm(join(home, 'cache'), { recursive: true, force: true });
      await writeAtomically(pages, String(built.pages));
    } catch (error) {
      await writeAtomically(failed, String(error));
      throw error;
    }
  }
  while (!existsSync(pages)) {
    if (existsSync(failed)) throw new Error(await readFile(failed, 'utf8'));
    await wait(POLL_MS);
  }
  return { directory, pages: Number(await readFile(pages, 'utf8')) };
}

/** Hashes every report with a page, not only the newest. */
function keyOf(data: SiteData, basePath: string): string {
  const hash = createHash('sha256').update(JSON.stringify([basePath, data]));
  for (const { id } of data.runs) hash.update(JSON.stringify(data.read(id)));
  return hash.digest('hex');
}

async function isFirst(home: string): Promise<boolean> {
  try {
    await mkdir(home);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function writeAtomically(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
