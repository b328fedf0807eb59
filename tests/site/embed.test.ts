import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureOwnFigure } from '../support/fixtures/own-figure.ts';
import { fixtureSite } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { pagePaths, withPage } from '../support/site-helpers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

const OWN = fixtureOwnFigure({
  label: 'Leads "without" <company> size & name',
  overview: false,
  definition: null,
  action: null,
  value: 0.31,
});
const DATA = fixtureSite({ current: { errors: 0.03, ownFigures: [OWN] }, runs: 30, public: true });

test('every figure of the report has a card, and no search engine is shown one', async () => {
  await withSite(DATA, async ({ url, directory }) => {
    const cards = (await pagePaths(directory)).filter((path) => path.startsWith('embed/'));
    const figures = Object.keys(DATA.current.figures).filter((id) => id !== OWN.id);
    expect(cards).toEqual(
      [...figures, `own-${OWN.id}`].map((id) => `embed/${id}/`).toSorted((a, b) => (a < b ? -1 : 1)),
    );
    const sitemap = await (await fetch(`${url}sitemap.xml`)).text();
    expect(sitemap).toContain('/health/');
    expect(sitemap).not.toContain('/embed/');
    await withPage(browser, {}, async (page, problems) => {
      for (const path of cards) {
        await page.goto(url + path);
        expect(await page.locator('meta[name=robots]').getAttribute('content'), path).toContain('noindex');
        expect(await page.locator('script').count(), path).toBe(0);
        expect(await page.locator('.badge').count(), path).toBe(1);
      }
      expect(problems).toEqual([]);
    });
  });
});

test('a card says the value, the verdict in a word and a sign, the range, the course and the report', async () => {
  await withSite(DATA, async ({ url }) => {
    await withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${url}embed/success-rate/`);
      const { total, clientErrors, serverErrors } = DATA.current.health.successRate;
      expect(await page.locator('h1').textContent()).toBe('Success rate');
      const shown = (await page.locator('.figure-value').textContent()) ?? '';
      expect(Number.parseFloat(shown)).toBeCloseTo(100 * (1 - (clientErrors + serverErrors) / total), 1);
      expect(shown).toContain('%');
      expect(await page.locator('.badge use').getAttribute('href')).toBe('#i-yellow');
      expect(await page.locator('.badge').textContent()).toBe('Attention');
      expect(await page.locator('.range').textContent()).toMatch(/^healthy from 99\s%$/);
      // Thirty reports before the newest one, three of which are missing, over the time of thirty.
      expect(await page.locator('svg.spark').getAttribute('aria-label')).toContain('28 reports');
      const link = page.locator('main a');
      expect(await link.getAttribute('href')).toBe('/reports/2026-02-20/');
      expect(await link.getAttribute('target')).toBe('_blank');
      expect(await link.getAttribute('rel')).toBe('noopener');
      expect(await link.textContent()).toMatch(/20\sFeb\s2026/);

      await page.goto(`${url}embed/own-${OWN.id}/`);
      expect(await page.locator('main').textContent()).toContain(OWN.label);
      expect(await page.locator('.figure-value').textContent()).toMatch(/^31\s%$/);
    });
  });
});

test('the page of methods has the HTML for a frame, and links every card', async () => {
  await withSite(DATA, async ({ url }) => {
    await withPage(browser, {}, async (page) => {
      await page.goto(`${url}method/`);
      const cards = page.locator('#embed ~ ul a');
      expect(await cards.count()).toBe(Object.keys(DATA.current.figures).length);
      const html = (await page.locator('#embed ~ pre').textContent()) ?? '';
      const source = await page.evaluate(
        (text) => new DOMParser().parseFromString(text, 'text/html').querySelector('iframe')?.src,
        html,
      );
      expect(source).toBe(`https://monitor.example${(await cards.first().getAttribute('href')) ?? ''}`);
    });
  });
});

test.each([200, 300, 400])('cards fit into a frame of %i pixels', async (width) => {
  await withSite(DATA, async ({ url, directory }) => {
    await withPage(browser, { viewport: { width, height: 200 } }, async (page) => {
      for (const path of (await pagePaths(directory)).filter((one) => one.startsWith('embed/'))) {
        await page.goto(url + path);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over, path).toBeLessThanOrEqual(0);
      }
    });
  });
});

test('on another site a browser shows the card in a frame, and no other page', async () => {
  await withSite(DATA, async ({ url }) => {
    const host = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<iframe src="${url}embed/traffic/"></iframe><iframe src="${url}"></iframe>`);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    try {
      await withPage(browser, {}, async (page, problems) => {
        await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
        const [card, overview] = page.frames().slice(1);
        expect(await card?.locator('h1').textContent()).toContain('Predictions');
        expect(await overview?.locator('h1').count()).toBe(0);
        expect(problems.join(' ')).toContain("frame-ancestors 'self'");
      });
    } finally {
      host.close();
    }
  });
});
