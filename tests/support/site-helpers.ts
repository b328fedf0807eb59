import { readdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Relative URLs of the built pages in a stable order; of the 404 pages only one. */
export async function pagePaths(directory: string): Promise<string[]> {
  const files = await readdir(directory, { recursive: true });
  return files
    .filter((file) => file.endsWith('.html'))
    .map((file) => file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1'))
    .toSorted();
}

/** One page of every kind. */
export const KINDS = [
  '',
  'ranking/',
  'segments/',
  'versions/',
  'health/',
  'scores/',
  'latency/',
  'drift/',
  'drift/llm-industry/',
  'drift/llm-decision-maker/',
  'drift/jobtitle/',
  'predictions/',
  'alerts/',
  'method/',
  'workflow/',
  'trends/',
  'compare/',
  'reports/',
  'archive/2026/',
  'reports/2026-02-20/',
  'reports/2026-02-19/drift/llm-industry/',
  'embed/success-rate/',
  'embed/score-p50/',
  '404.html',
] as const;

/** Opens a page and passes it to `use` with the list of errors on it. */
export async function withPage<T>(
  browser: Browser,
  options: BrowserContextOptions,
  use: (page: Page, problems: string[]) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') problems.push(`request to ${hostname}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
    });
    return await use(page, problems);
  } finally {
    await context.close();
  }
}

/** Scrolls through the page, so that every lazily drawn chart is drawn. */
export async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
      scrollTo({ top: y, behavior: 'instant' });
      await frame();
    }
    scrollTo({ top: 0, behavior: 'instant' });
  });
  await page.waitForFunction(
    () =>
      document.querySelectorAll('details:not([open]) [data-chart], [data-chart]:has(.live)').length >=
      document.querySelectorAll('[data-chart]').length,
    undefined,
    { timeout: 20_000 },
  );
}
