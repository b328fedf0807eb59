import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../src/report/schema/incidents.ts';
import type { SiteData } from '../../src/report/site-data.ts';
import { checkSite } from '../../src/site/check/check-site.ts';
import { fixtureIncident } from '../support/fixtures/incident.ts';
import { fixtureSite } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { withPage } from '../support/site-helpers.ts';

/** Incidents as spans on the charts of the trends and on the calendar, in pages as they come without JavaScript. */

const HOSTILE = 'Drift </script><img src=x>';
const pages = new Map<string, string>();
let styles = '';
let failures: readonly string[];

const incident = (id: string, over: Partial<Incident>): Incident =>
  fixtureIncident({ id, state: 'open', event: null, ...over });

const SITE = fixtureSite({ runs: 100 });
/** A short one every third day, and one that began four days ago and is open. */
const incidentsOf = (back: number): Incident[] => [
  ...(back % 3 === 0
    ? [incident(`api-down.${back}`, { title: 'API down', severity: 'critical', reports: 1 })]
    : []),
  ...(back <= 4 ? [incident('drift.1', { title: HOSTILE, severity: 'medium', reports: 5 - back })] : []),
];
const daysBack = (time: string): number =>
  Math.round((Date.parse(SITE.current.generatedAt) - Date.parse(time)) / 86_400_000);
const DATA: SiteData = {
  ...SITE,
  current: { ...SITE.current, incidents: incidentsOf(0).slice(1) },
  runs: SITE.runs.map((run) => ({ ...run, incidents: incidentsOf(daysBack(run.generatedAt)) })),
};

beforeAll(async () => {
  await withSite(DATA, async ({ directory }) => {
    for (const path of ['trends', 'trends/all', 'archive/2026', 'archive/2025']) {
      pages.set(path, await readFile(join(directory, path, 'index.html'), 'utf8'));
    }
    const assets = join(directory, '_astro');
    for (const file of (await readdir(assets)).filter((name) => name.endsWith('.css'))) {
      styles += await readFile(join(assets, file), 'utf8');
    }
    ({ failures } = await checkSite(directory, '/', /\.(?:json|csv|xml|svg|prom)$/));
  });
});
const page = (path: string): string => pages.get(path) ?? '';
const count = (text: string, part: string): number => text.split(part).length - 1;

test('pages are within their budgets, and every link leads somewhere', () => expect(failures).toEqual([]));

test.each(['trends', 'trends/all'])('every chart of %s has the bars, which the page holds once', (path) => {
  const html = page(path);
  const charts = count(html, 'data-chart');
  expect(charts).toBeGreaterThan(5);
  expect(count(html, 'href="#incident-bars"')).toBe(charts);
  expect(count(html, 'id="incident-bars"')).toBe(1);
  const red = /<path class="incident red" d="([^"]+)"/.exec(html)?.[1] ?? '';
  expect(red.split(/m/i).length - 1).toBeGreaterThan(path === 'trends' ? 20 : 5);
  // The open one reaches to the right end of the plot, which is 1,000 wide.
  const yellow = /<path class="incident"[^>]* d="M(\d+)[ ,]0h(\d+)"/.exec(html) ?? [];
  expect(Number(yellow[1]) + Number(yellow[2])).toBe(1000);
});

test('their titles are in the words of each chart and in a table, never markup', () => {
  const html = page('trends');
  expect(html.includes('aria-label="Success rate; incidents: API down and Drift')).toBe(true);
  // Without the values of attributes, where a "<" is none.
  expect(html.replace(/"[^"]*"/g, '').includes('<img')).toBe(false);
  const table = html.split('incidents since')[1] ?? '';
  expect(table.match(/<th scope="row">API down<\/th>/g)).toHaveLength(11);
  expect(table).toContain('>open<');
  expect(table).toContain('17\u00a0earlier ones not listed');
});

test('a chart names the incidents of the day that is pointed at', async () => {
  const browser = await sharedBrowser();
  await withSite(DATA, async ({ url }) => {
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (tab, problems) => {
      await tab.goto(`${url}trends/`);
      const chart = tab.locator('[data-chart]:has(.live)').first();
      await chart.locator('.live').focus();
      await tab.keyboard.press('End');
      const found: [back: number, titles: string[]][] = [];
      for (let i = 0; i < 9; i++) {
        const day = (await chart.locator('.readout strong').textContent())?.slice(0, 10) ?? '';
        const titles = await chart.locator('.readout .tone-bad').allTextContents();
        found.push([daysBack(`${day}${SITE.current.generatedAt.slice(10)}`), titles]);
        await tab.keyboard.press('ArrowLeft');
      }
      const named = found.map(([back]) => [
        back,
        incidentsOf(back)
          .slice(back === 0 ? 1 : 0)
          .map(({ title }) => title),
      ]);
      expect(found).toEqual(named);
      expect(new Set(named.map(([, titles]) => String(titles))).size).toBe(4);
      expect(problems).toEqual([]);
    });
  });
  await browser.close();
});

test('a day of the calendar shows by a mark and a name that its report saw one', () => {
  const html = page('archive/2026');
  const day = /<a href="[^"]*" aria-label="2026-02-17: [^"]*"[^>]*>.*?<\/a>/s.exec(html)?.[0] ?? '';
  expect(day.replaceAll('\u00a0', ' ')).toMatch(
    /aria-label="2026-02-17: \w+, 2 incidents: API down and Drift/,
  );
  expect(day).toContain('<rect class="incident"');
  const quiet = /<a href="[^"]*" aria-label="2026-02-15: [^"]*"[^>]*>.*?<\/a>/s.exec(html)?.[0] ?? '';
  expect(quiet).toMatch(/aria-label="2026-02-15: \w+"/);
  expect(quiet).not.toContain('<rect');
});

test('the mark of a day stays in the gap to the next one, unlike the bars above charts, which are strokes', async () => {
  const browser = await sharedBrowser();
  await withPage(browser, {}, async (tab) => {
    const calendar = /<div class="scroll calendar".*?<\/div>/s.exec(page('archive/2026'))?.[0] ?? '';
    await tab.setContent(`<style>${styles}</style>${calendar}`);
    const mark = tab.locator('.calendar a .incident').first();
    const drawn = await mark.evaluate((element) => getComputedStyle(element).stroke);
    expect(drawn).toBe('none');
    expect((await mark.boundingBox())?.width).toBe(2);
  });
  await browser.close();
});
