import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadAxe, violations } from '../support/axe.ts';
import { fixtureSite, SITE_STATES } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { KINDS, scrollThrough, withPage } from '../support/site-helpers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

const ALL = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** Rules that depend on the colour scheme. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 720 };

for (const [state, viewport] of [
  ['drifted', DESKTOP],
  ['red', DESKTOP],
  ['simulated', DESKTOP],
  ['empty', DESKTOP],
  ['rich', DESKTOP],
  ['rich', PHONE],
] as const) {
  const name = `${state}, ${viewport.width} pixels wide`;
  test(`axe finds nothing on any page, light and dark: ${name}`, { timeout: 400_000 }, async () => {
    await withSite(fixtureSite(SITE_STATES[state]), async ({ url }) => {
      const found = await withPage(
        browser,
        { colorScheme: 'light', bypassCSP: true, viewport },
        async (page) => {
          const all: string[] = [];
          for (const path of KINDS) {
            const answer = await page.goto(url + path);
            if (answer?.status() !== 200) continue;
            if (state === 'drifted') await scrollThrough(page);
            await loadAxe(page);
            all.push(...(await violations(page, ALL)).map((text) => `${path} light ${text}`));
            await page.emulateMedia({ colorScheme: 'dark' });
            all.push(...(await violations(page, COLOURS)).map((text) => `${path} dark ${text}`));
            await page.emulateMedia({ colorScheme: 'light' });
          }
          return all;
        },
      );
      expect(found).toEqual([]);
    });
  });
}
