import { tmpdir } from 'node:os';
import chromium from '@sparticuz/chromium';
import { type Browser, type LaunchOptions, chromium as playwright } from 'playwright-core';
import { openSiteImage } from '../../src/pipeline/container/site-image.ts';
import { siteServer } from '../../src/pipeline/container/site-server.ts';

/** Made for functions that open one page: a second context would end the browser, and pages would not be isolated. */
const UNFIT = new Set(['--single-process', '--disable-web-security']);

/** A headless browser from npm: no system package, no download of its own. */
export async function browserOptions(): Promise<LaunchOptions> {
  return {
    executablePath: await chromium.executablePath(),
    args: [
      ...chromium.args.filter((argument) => !UNFIT.has(argument)),
      '--no-sandbox',
      '--disable-background-networking',
    ],
    headless: true,
  };
}

/** A browser of one's own, for scripts; tests share one (`shared-browser.ts`). */
export const launchBrowser = async (): Promise<Browser> => playwright.launch(await browserOptions());

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
