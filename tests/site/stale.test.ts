import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureSite } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { withPage } from '../support/site-helpers.ts';

const MADE = Date.parse('2026-02-20T12:00:00Z');
const HOUR = 3_600_000;
const banner = (page: Page) => page.getByRole('complementary', { name: 'Age of this report' });

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

test('every page of the newest report says when it is older than expected, archived ones do not', async () => {
  const site = fixtureSite({ runs: 2, staleAfterHours: 26 });
  await withSite(site, async ({ url }) => {
    await withPage(browser, {}, async (page, problems) => {
      await page.clock.install({ time: MADE + 25 * HOUR });
      await page.goto(url);
      await expect.poll(() => page.locator('.theme-switch').isVisible()).toBe(true);
      expect(await banner(page).count()).toBe(0);
      // A page that is left open grows old.
      await page.clock.runFor(2 * HOUR);
      await expect.poll(() => banner(page).textContent()).toMatch(/This report is 2[67] hours old/);
      const left = await page.locator('main').boundingBox();

      await page.clock.setSystemTime(MADE + 75 * HOUR);
      for (const path of ['', 'health/', 'drift/', 'archive/2026/', 'compare/', 'method/']) {
        await page.goto(`${url}${path}`);
        await expect
          .poll(() => banner(page).textContent(), { message: path })
          .toContain('This report is 3 days old: the nightly build seems to have stopped.');
      }
      await page.goto(url);
      await expect.poll(() => banner(page).isVisible()).toBe(true);
      // It lies over the end of the window: nothing moves.
      expect((await page.locator('main').boundingBox())?.y).toBe(left?.y);
      await page.goto(`${url}reports/${site.current.id}/`);
      await expect.poll(() => page.locator('.theme-switch').isVisible()).toBe(true);
      expect(await page.locator('[data-made]').count()).toBe(0);
      expect(problems).toEqual([]);
    });
    await withPage(browser, { viewport: { width: 375, height: 700 } }, async (page) => {
      await page.clock.install({ time: MADE + 75 * HOUR });
      await page.goto(url);
      await expect.poll(() => banner(page).isVisible()).toBe(true);
      // On a phone it stands above the destinations, which stay in reach.
      const tabs = page.getByRole('navigation', { name: 'Main pages' });
      const [said, reach] = [await banner(page).boundingBox(), await tabs.boundingBox()];
      expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThanOrEqual((reach?.y ?? 0) + 1);
      await tabs.getByRole('link', { name: 'Alerts' }).click();
      await page.waitForURL(`${url}alerts/`);
    });
    await withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(url);
      expect(await page.locator('[data-made]').isVisible()).toBe(false);
    });
  });
});
