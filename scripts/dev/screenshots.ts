import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { runCommand } from '../../src/settings/cli.ts';
import { launchBrowser, withServer } from '../../tests/support/browser.ts';
import { KINDS, pagePaths, scrollThrough } from '../../tests/support/site-helpers.ts';

const USAGE = `Takes pictures of the pages of a built site: desktop and phone, light and dark, without JavaScript; and prints them.

Usage: node scripts/dev/screenshots.ts [directory] [--output screenshots] [--base /]

Example: npm run build && node scripts/dev/screenshots.ts dist --output /tmp/pictures
`;

/** The browser repeats the beginning of a page in pictures that are higher than this, in device pixels. */
const MAX_PICTURE_PX = 8192;

const MODES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2 },
  'phone-dark': { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, colorScheme: 'dark' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  'no-js': { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
};

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      output: { type: 'string', default: 'screenshots' },
      base: { type: 'string', default: '/' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const directory = positionals[0] ?? 'dist';
  await mkdir(values.output, { recursive: true });
  const built = new Set(await pagePaths(directory));
  const paths = KINDS.filter((path) => built.has(path));
  const browser = await launchBrowser();
  try {
    await withServer(directory, values.base, async (url) => {
      for (const mode of Object.keys(MODES)) await takeAll(browser, mode, url, paths, values.output);
    });
  } finally {
    await browser.close();
  }
  console.log(
    `${paths.length} pages, ${Object.keys(MODES).length} pictures each and a print, in ${values.output}`,
  );
  return undefined;
});

/** A picture of a whole page; one that is too high is taken in parts and put together. */
async function picture(page: Page, path: string): Promise<void> {
  const { width, height, scale } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight,
    scale: devicePixelRatio,
  }));
  const part = Math.floor(MAX_PICTURE_PX / 2 / scale);
  if (height * scale <= MAX_PICTURE_PX) {
    await page.screenshot({ path, fullPage: true });
    return;
  }
  const { height: windowHeight } = page.viewportSize() ?? { height: 800 };
  const parts: { input: Buffer; top: number; left: number }[] = [];
  await page.setViewportSize({ width, height: part });
  for (let top = 0; top < height; top += part) {
    await page.evaluate((y) => scrollTo({ top: y, behavior: 'instant' }), top);
    const at = await page.evaluate(() => scrollY);
    parts.push({ input: await page.screenshot(), top: Math.round(at * scale), left: 0 });
  }
  await page.setViewportSize({ width, height: windowHeight });
  await sharp({
    create: {
      width: Math.round(width * scale),
      height: Math.round(height * scale),
      channels: 3,
      background: '#fff',
    },
  })
    .composite(parts)
    .png()
    .toFile(path);
}

async function takeAll(
  browser: Browser,
  mode: string,
  url: string,
  paths: readonly string[],
  output: string,
): Promise<void> {
  const context = await browser.newContext(MODES[mode] ?? {});
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(url + path);
    if (mode !== 'no-js') await scrollThrough(page);
    const name = path.replace(/\/$/, '').replaceAll('/', '_') || 'overview';
    await picture(page, join(output, `${name}-${mode}.png`));
    if (mode === 'desktop') await page.pdf({ path: join(output, `${name}.pdf`), format: 'A4' });
  }
  await context.close();
}
