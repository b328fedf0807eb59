import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureSite, SITE_STATES } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { KINDS, pagePaths, scrollThrough, withPage } from '../support/site-helpers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

const overflow = () => document.documentElement.scrollWidth - innerWidth;

test('every page loads without an error, a foreign request or a horizontal scroll, on a narrow phone', async () => {
  await withSite(fixtureSite(SITE_STATES.rich), async ({ url, directory }) => {
    const paths = await pagePaths(directory);
    expect(KINDS.filter((kind) => !paths.includes(kind))).toEqual([]);
    await withPage(browser, { viewport: { width: 320, height: 640 } }, async (page, problems) => {
      for (const path of paths) {
        const answer = await page.goto(url + path, { waitUntil: 'load' });
        expect(answer?.status(), path).toBe(200);
        expect(await page.locator('h1').count(), path).toBe(1);
        expect(await page.evaluate(overflow), `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      expect(problems).toEqual([]);
    });
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
      for (const path of KINDS.filter((kind) => paths.includes(kind))) {
        await page.goto(url + path);
        await scrollThrough(page);
        const named = await page
          .locator('.live')
          .evaluateAll((all) => all.every((one) => (one.getAttribute('aria-label') ?? '') !== ''));
        expect(named, path).toBe(true);
      }
      expect(problems).toEqual([]);
    });
  });
});

test('on a phone no table scrolls sideways, and every number in a row of two lines has a name', async () => {
  await withSite(fixtureSite(SITE_STATES.rich), async ({ url, directory }) => {
    const paths = (await pagePaths(directory)).filter((path) => KINDS.some((kind) => kind === path));
    expect(paths.length).toBeGreaterThan(15);
    for (const width of [390, 320]) {
      await withPage(browser, { viewport: { width, height: 844 } }, async (page) => {
        for (const path of paths) {
          await page.goto(url + path);
          const faults = await page.evaluate(() => {
            for (const folded of document.querySelectorAll('details')) folded.open = true;
            // All values of a chart stand in a table of their own, and a year in a calendar, which scroll.
            const wide = [...document.querySelectorAll('.scroll:not(.data *, .calendar)')].filter(
              (one) => one.scrollWidth > one.clientWidth + 1,
            );
            const nameless = [...document.querySelectorAll<HTMLElement>('.two-line td')].filter(
              (cell) =>
                cell.offsetWidth > 0 &&
                /^[−+]?\d/.test(cell.innerText) &&
                !cell.matches('[data-l], .line-2, :first-child'),
            );
            return [
              ...wide.map((one) => `${one.ariaLabel} scrolls`),
              ...nameless.map((cell) => `no name: ${cell.innerText}`),
            ];
          });
          expect(faults, `${path} at ${width}`).toEqual([]);
        }
      });
    }
  });
});

test('without JavaScript every number and every distribution is there', async () => {
  const data = fixtureSite(SITE_STATES.drifted);
  await withSite(data, async ({ url }) => {
    await withPage(
      browser,
      { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } },
      async (page) => {
        await page.goto(`${url}drift/`);
        expect(await page.locator('tr.feature-row').count()).toBe(data.current.drift.features.length);
        expect(await page.locator('tr.feature-row .mini svg path.p').count()).toBe(10);
        await page.goto(`${url}health/`);
        expect(await page.locator('.plot .area').count()).toBe(3);
        expect(await page.locator('#chart-requests tbody tr').count()).toBeGreaterThan(20);
        await page.goto(`${url}predictions/`);
        expect(await page.locator('tbody tr:visible').count()).toBe(20);
        await page.goto(`${url}drift/llm-decision-maker/`);
        await expect(page.locator('main').textContent()).resolves.toContain('Kolmogorov–Smirnov');
        expect(await page.locator('[hidden]:visible').count()).toBe(0);
      },
    );
  });
});

test('names out of a log become neither markup nor scripts, and break no page', async () => {
  const data = fixtureSite(SITE_STATES.hostile);
  await withSite(data, async ({ url, directory }) => {
    await withPage(browser, { viewport: { width: 320, height: 640 } }, async (page, problems) => {
      for (const path of await pagePaths(directory)) {
        await page.goto(url + path);
        expect(await page.evaluate(overflow), `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      await page.goto(`${url}drift/script/`);
      expect(await page.locator('h1').textContent()).toBe('</script><script>alert(1)</script>');
      await scrollThrough(page);
      await page.goto(`${url}drift/img/`);
      expect(await page.locator('.bars th bdi').allTextContents()).toContain('"><svg onload=alert(1)>');
      expect(problems).toEqual([]);
    });
  });
});
