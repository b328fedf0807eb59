import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportFiles } from '../../src/outputs/report-files.ts';
import type { SiteData } from '../../src/report/site-data.ts';
import { fixtureSite, SITE_STATES } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { withPage } from '../support/site-helpers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

interface Listed {
  readonly id: string;
  readonly generatedAt: string;
  readonly figures: Readonly<Record<string, number | null>>;
}

const DATA = fixtureSite(SITE_STATES.drifted);

/** The index as a build publishes it, oldest report first. */
function published(data: SiteData): { text: string; reports: Listed[] } {
  const files = [...reportFiles(data, { siteUrl: null, basePath: '/' })];
  const text = String(files.find(({ path }) => path === 'reports/index.json')?.content);
  const { reports } = JSON.parse(text) as { reports: Listed[] };
  return { text, reports: reports.toSorted((a, b) => a.id.localeCompare(b.id)) };
}

/** Serves the index, which the outputs write and not the pages; counts how often it was asked for. */
async function serveIndex(page: Page, text: string): Promise<() => number> {
  let asked = 0;
  await page.route('**/reports/index.json', async (route) => {
    asked++;
    await route.fulfill({ contentType: 'application/json', body: text });
  });
  return () => asked;
}

const count = (value: number | null | undefined): string => (value ?? 0).toLocaleString('en-GB');

test('any figure over any time: drawn, said in words and as a table, and kept in the address', async () => {
  const { text, reports } = published(DATA);
  await withSite(DATA, async ({ url }) => {
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
      const scripts: string[] = [];
      page.on('response', (response) => scripts.push(new URL(response.url()).pathname));
      const asked = await serveIndex(page, text);
      await page.goto(`${url}trends/`);
      const section = page.locator('details.explore');
      const summary = section.locator('> summary');
      await summary.waitFor();
      expect([asked(), scripts.filter((path) => path.includes('explore-plot'))]).toEqual([0, []]);

      await summary.focus();
      await page.keyboard.press('Enter');
      const canvas = section.getByRole('img');
      await canvas.waitFor();
      expect(asked()).toBe(1);
      const label = async () => ((await canvas.getAttribute('aria-label')) ?? '').replaceAll('\u00a0', ' ');

      await section.locator('select[name=figure]').selectOption('predictions');
      await section.locator('input[name=from]').fill('2026-02-12');
      await section.locator('input[name=to]').fill('2026-02-19');
      const inRange = reports.filter(({ id }) => id >= '2026-02-12' && id <= '2026-02-19');
      expect(inRange.length).toBeGreaterThan(5);
      const values = inRange.map(({ figures }) => figures['predictions'] ?? Number.NaN);
      const said = [values[0], values.at(-1), Math.min(...values), Math.max(...values)].map(count);
      await expect.poll(label).toMatch(/^Predictions.*in \d+ reports/);
      const found = await label();
      expect(
        ['first', 'last', 'lowest', 'highest'].map(
          (word) => new RegExp(`${word} ([\\d,]+) on`).exec(found)?.[1],
        ),
      ).toEqual(said);
      expect(found).toContain(`in ${inRange.length} reports`);
      expect(await section.locator('tbody tr td:first-child').allTextContents()).toEqual(
        inRange.map(({ id }) => id).toReversed(),
      );
      expect(await section.locator('tbody tr td:last-child').allTextContents()).toEqual(
        values.map(count).toReversed(),
      );
      const painted = await canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement;
        const pixels = (element as HTMLCanvasElement)
          .getContext('2d')
          ?.getImageData(0, 0, width, height).data;
        return new Set(pixels === undefined ? [] : new Uint32Array(pixels.buffer)).size;
      });
      expect(painted).toBeGreaterThan(10);

      await section.locator('select[name=with]').selectOption('success-rate');
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
        figure: 'predictions',
        with: 'success-rate',
        from: '2026-02-12',
        to: '2026-02-19',
      });
      await expect.poll(label).toContain('Success rate');
      const both = await label();
      await page.reload();
      await canvas.waitFor();
      expect(await label()).toBe(both);

      await canvas.focus();
      await page.keyboard.press('Home');
      expect(await section.locator('.readout').textContent()).toContain(count(values[0]));
      // PageDown goes back in time, as in the charts below.
      await page.keyboard.press('End');
      expect(await section.locator('.readout').textContent()).toContain(count(values.at(-1)));
      await page.keyboard.press('PageDown');
      expect(await section.locator('.readout').textContent()).toContain(count(values[0]));
      await page.keyboard.press('Enter');
      await page.waitForURL(`${url}reports/2026-02-12/`);
      expect(problems).toEqual([]);
    });
  });
});

test('the buttons choose a range that ends with the newest report; an empty range and a lost index are said', async () => {
  const { text, reports } = published(DATA);
  await withSite(DATA, async ({ url }) => {
    await withPage(browser, { viewport: { width: 390, height: 800 } }, async (page, problems) => {
      await serveIndex(page, text);
      await page.goto(`${url}trends/?figure=predictions&from=2020-01-01&to=2020-02-01`);
      const finding = page.locator('[data-finding]');
      await expect.poll(() => finding.textContent()).toBe('There is no report in this time.');
      expect(await page.locator('.explore figure').isVisible()).toBe(false);
      await page.getByRole('button', { name: '30 days' }).click();
      expect(await page.locator('input[name=from]').inputValue()).toBe('2026-01-22');
      await page.getByRole('button', { name: 'All' }).click();
      await expect.poll(() => finding.textContent()).toContain(`${reports.length}\u00a0reports`);
      expect(new URL(page.url()).search).toBe('?figure=predictions');
      expect(await page.getByRole('button', { name: 'All' }).getAttribute('aria-pressed')).toBe('true');
      expect(problems).toEqual([]);
    });
    await withPage(browser, {}, async (page) => {
      await page.route('**/reports/index.json', (route) => route.fulfill({ status: 503 }));
      await page.goto(`${url}trends/?figure=predictions`);
      await expect.poll(() => page.locator('[data-finding]').textContent()).toContain('could not be read');
    });
    await withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${url}trends/`);
      expect(await page.locator('.explore').isVisible()).toBe(false);
    });
  });
});
