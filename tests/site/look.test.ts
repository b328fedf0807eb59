import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accentFaults, accentOf } from '../../src/settings/accent/accent-policy.ts';
import { loadAxe, violations } from '../support/axe.ts';
import { fixtureSite, SITE_STATES } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { KINDS, withPage } from '../support/site-helpers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

/** Just legible: what a refusal of a light yellow proposes, and what is derived of it for the dark theme. */
const LIMIT = /has it is (#\w{6})/.exec(accentFaults('#ffcc00')[0] ?? '')?.[1] ?? '';
const ACCENT = accentOf(LIMIT);

/** `rgb(11, 110, 79)` */
const rgb = (hex = ''): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

test('links, charts and mark are in the team’s colour, in both themes', async () => {
  await withSite(fixtureSite({ ...SITE_STATES.drifted, accent: ACCENT }), async ({ url }) => {
    await withPage(browser, { colorScheme: 'light' }, async (page, problems) => {
      const colour = (place: string, property: string): Promise<string> =>
        page
          .locator(place)
          .first()
          .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page.goto(`${url}scores/`);
        expect(await colour('footer a', 'color')).toBe(rgb(ACCENT?.[theme]));
        expect(await colour('.brand-mark', 'fill')).toBe(rgb(ACCENT?.[theme]));
        // The rule across a chart at another model version is dashed; the project's mark is not.
        expect(await colour('.brand-mark path + path', 'stroke-dasharray')).toBe('none');
        expect(await colour('.spark-line', 'stroke')).toBe(rgb(ACCENT?.[theme]));
        await page.goto(`${url}embed/score-p50/`);
        expect(await colour('main a', 'color')).toBe(rgb(ACCENT?.[theme]));
      }
      expect(await (await fetch(`${url}icons/red.svg`)).text()).toContain(ACCENT?.light);
      expect(problems).toEqual([]);
    });
  });
});

const CONTRAST = { type: 'rule', values: ['color-contrast'] };

test('a colour at the limit is legible on every page', { timeout: 400_000 }, async () => {
  await withSite(fixtureSite({ ...SITE_STATES.red, accent: ACCENT }), async ({ url }) => {
    await withPage(browser, { bypassCSP: true }, async (page) => {
      const found: string[] = [];
      for (const path of KINDS) {
        const answer = await page.goto(url + path);
        if (answer?.status() !== 200) continue;
        await loadAxe(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await violations(page, CONTRAST)).map((text) => `${path} ${colorScheme} ${text}`));
        }
      }
      expect(found).toEqual([]);
    });
  });
});

test('every page has an icon of its verdict, a picture for home screens, and a preview for links', async () => {
  await withSite(fixtureSite(SITE_STATES.red), async ({ directory }) => {
    const html = await readFile(join(directory, 'index.html'), 'utf8');
    expect(html).not.toContain('accent.css');
    expect(html).toContain('href="/icons/red.svg"');
    for (const status of ['green', 'yellow', 'red', 'unknown']) {
      const icon = await readFile(join(directory, `icons/${status}.svg`), 'utf8');
      expect(XMLValidator.validate(icon), status).toBe(true);
    }
    const size = async (file: string) => {
      const { width, height, format } = await sharp(await readFile(join(directory, file))).metadata();
      return `${format} ${width} × ${height}`;
    };
    expect(await size('icon.png')).toBe('png 180 × 180');
    expect(await size('og.png')).toBe('png 1200 × 630');
    expect((await readFile(join(directory, 'favicon.ico'))).subarray(0, 4)).toEqual(
      Buffer.from([0, 0, 1, 0]),
    );
    const meta = (name: string): string | undefined =>
      new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1];
    expect(meta('og:image')).toBe('https://monitor.example/og.png');
    expect(meta('og:image:alt')).toContain('Critical');
    expect(meta('og:title')).toContain('Critical');
    expect(meta('twitter:card')).toBe('summary_large_image');
  });
});
