import { tmpdir } from 'node:os';
import chromium from '@sparticuz/chromium';
import { type Browser, type LaunchOptions, chromium as playwright } from 'playwright-core';
import { openSiteImage } from '../../src/pipeline/container/site-image.ts';
import { siteServer } from '../../src/pipeline/container/site-server.ts';

/**
 * Flags for serverless functions with one page: with them a second context ends the browser, and pages are not
 * isolated.
 */
const UNFIT = new Set(['--single-process', '--disable-web-security']);

/** Launch options of a headless browser from npm, without system packages or downloads. */
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

/** Launches a separate browser, for scripts; tests share one (`shared-browser.ts`). */
export const launchBrowser = async (): Promise<Browser> => playwright.launch(await browserOptions());

/** Serves a built directory on loopback while `use` runs. */
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
