import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { openSiteImage } from '../../src/pipeline/container/site-image.ts';
import { siteServer } from '../../src/pipeline/container/site-server.ts';
import type { SiteData } from '../../src/report/site-data.ts';
import { renderSite } from '../../src/site/render.ts';

/** Made for functions that open one page: a second context would end the browser, and pages would not be isolated. */
const UNFIT = new Set(['--single-process', '--disable-web-security']);

/** A headless browser from npm: no system package, no download of its own. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      ...chromium.args.filter((argument) => !UNFIT.has(argument)),
      '--no-sandbox',
      '--disable-background-networking',
    ],
    headless: true,
  });
}

interface BuiltSite {
  readonly directory: string;
  /** Where it is served, with its base path and a slash at the end. */
  readonly url: string;
  readonly pages: number;
}

/** Builds a site into a temporary directory, serves it on loopback, and removes it when the function is done. */
export async function withSite<T>(
  data: SiteData,
  use: (site: BuiltSite) => Promise<T>,
  basePath = '/',
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'site-'));
  const outDir = join(directory, 'dist');
  try {
    const { pages } = await renderSite({
      data,
      outDir,
      siteUrl: 'https://monitor.example',
      basePath,
      cacheDir: join(directory, 'cache'),
    });
    return await withServer(outDir, basePath, (url) => use({ directory: outDir, url, pages }));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Serves a built directory on loopback for as long as a function runs. */
export async function withServer<T>(
  directory: string,
  basePath: string,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = await siteServer({ basePath, host: '127.0.0.1', port: 0 });
  try {
    await server.show(await openSiteImage(directory, { scratchDirectory: tmpdir() }));
    return await use(server.url);
  } finally {
    await server.close();
  }
}
