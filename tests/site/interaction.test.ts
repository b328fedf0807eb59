import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureSite, SITE_STATES } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { withPage } from '../support/site-helpers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

test('a reader can use everything by keyboard, and mail what he sees', async () => {
  await withSite(fixtureSite(SITE_STATES.drifted), async ({ url }) => {
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
      await page.goto(url);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');

      await page.goto(`${url}predictions/`);
      const low = page.getByRole('slider', { name: 'Lowest score' });
      await low.focus();
      for (let i = 0; i < 50; i++) await page.keyboard.press('ArrowRight');
      expect(await page.locator('output[name=from]').textContent()).toBe('0.50');
      expect(new URL(page.url()).searchParams.get('min')).toBe('0.5');
      const scores = await page.locator('tbody tr:visible td:nth-child(2)').allTextContents();
      expect(scores.length).toBeGreaterThan(0);
      expect(scores.every((text) => Number(text) >= 0.5)).toBe(true);

      await page.getByRole('button', { name: /Uncertain/ }).press('Enter');
      expect(new URL(page.url()).search).toBe('?min=0.4&max=0.6');
      await page.reload();
      expect(await page.locator('output[name=to]').textContent()).toBe('0.60');
      const again = await page.locator('tbody tr:visible td:nth-child(2)').allTextContents();
      expect(again.every((text) => Number(text) >= 0.4 && Number(text) <= 0.6)).toBe(true);
      const high = page.getByRole('slider', { name: 'Highest score' });
      await high.focus();
      await page.keyboard.press('Home');
      expect(await page.locator('output[name=to]').textContent()).toBe('0.40');

      await page.goto(`${url}drift/`);
      const names = () => page.locator('tr.feature-row:visible th').allTextContents();
      const head = page.getByRole('button', { name: 'Feature', exact: true });
      await head.press('Enter');
      const ascending = await names();
      expect(ascending).toEqual(ascending.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
      await head.press('Enter');
      expect(await names()).toEqual(ascending.toReversed());
      expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
      await page.getByRole('searchbox').fill('LLM_');
      expect((await names()).every((name) => name.startsWith('llm_'))).toBe(true);
      expect(await page.locator('form output').textContent()).toBe('6 of 12 features');
      expect(problems).toEqual([]);
    });
  });
});

test('the theme is remembered; two reports are compared; the archive is searched', async () => {
  const data = fixtureSite(SITE_STATES.drifted);
  await withSite(data, async ({ url }) => {
    await withPage(browser, { colorScheme: 'light' }, async (page, problems) => {
      await page.goto(`${url}health/`);
      const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await paper();
      const button = page.getByRole('button', { name: /Theme/ });
      await button.click();
      await button.click();
      expect(await button.textContent()).toBe('Theme: dark');
      expect(await paper()).not.toBe(light);
      await page.goto(url);
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');

      await page.goto(`${url}compare/?a=2026-02-11&b=2026-02-12`);
      await page.locator('.compare th a').first().waitFor();
      expect(await page.locator('.compare thead a').allTextContents()).toEqual(['2026-02-11', '2026-02-12']);
      await page.getByRole('button', { name: 'Swap' }).click();
      expect(new URL(page.url()).search).toBe('?a=2026-02-12&b=2026-02-11');

      await page.goto(`${url}reports/`);
      const all = await page.locator('table.reports tbody tr:visible').count();
      expect(all).toBe(data.runs.length);
      await page.locator('select[name=status]').selectOption('red');
      expect(await page.locator('table.reports tbody tr:visible').count()).toBe(
        data.runs.filter((run) => run.status === 'red').length,
      );
      expect(new URL(page.url()).search).toBe('?status=red');
      expect(problems).toEqual([]);
    });
  });
});

test('nothing moves while a page loads, and charts stay as they were drawn', async () => {
  await withSite(fixtureSite(SITE_STATES.drifted), async ({ url }) => {
    await withPage(
      browser,
      { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' },
      async (page) => {
        await page.addInitScript(() => {
          const shifts: number[] = [];
          Object.assign(globalThis, { shifts });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              shifts.push((entry as PerformanceEntry & { value: number }).value);
          }).observe({ type: 'layout-shift', buffered: true });
        });
        for (const path of ['', 'health/', 'scores/', 'drift/llm-decision-maker/']) {
          await page.goto(url + path);
          await page.waitForTimeout(500);
          const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
          expect(
            shifts.reduce((a, b) => a + b, 0),
            path,
          ).toBeLessThan(0.02);
        }
        const drawn = await page.goto(`${url}health/`).then(() => page.locator('.plot').first().innerHTML());
        await page.locator('.plot-box.live').first().waitFor();
        // The drawing stays as it is; only a crosshair and a selection are added.
        expect((await page.locator('.plot').first().innerHTML()).startsWith(drawn)).toBe(true);
      },
    );
  });
});

test('charts are read by pointer, keyboard and touch, together; zoomed by dragging; series are switched', async () => {
  await withSite(fixtureSite(SITE_STATES.drifted), async ({ url }) => {
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
      await page.goto(`${url}health/`);
      const chart = page.locator('#chart-requests');
      const box = chart.locator('.plot-box');
      const words = (id: string) => page.locator(`${id} .readout > span`).textContent();
      const plot = await chart.locator('.plot').boundingBox();
      if (plot === null) throw new Error('no plot');
      const y = plot.y + plot.height / 2;
      // The first movement of the pointer counts already.
      await page.mouse.move(plot.x + plot.width * 0.5, y);
      await expect
        .poll(() => words('#chart-requests'))
        .toMatch(/^2026-02-1\d \d\d:\d\d UTC2xx \d+4xx \d+5xx \d+$/);
      const at = (text: string | null): string | undefined => /^.{20}/.exec(text ?? '')?.[0];
      await page.locator('#chart-error-rate .live').waitFor();
      await page.mouse.move(plot.x + plot.width * 0.7, y);
      expect(at(await words('#chart-error-rate'))).toBe(at(await words('#chart-requests')));

      await box.focus();
      await page.keyboard.press('Home');
      const first = await chart.locator('.data tbody tr').first().locator('td').allTextContents();
      expect(await words('#chart-requests')).toContain(`2xx ${first[1]}`);
      expect(await box.getAttribute('aria-valuetext')).toContain(`2xx ${first[1]}`);
      await page.keyboard.press('ArrowRight');
      expect(await box.getAttribute('aria-valuenow')).toBe('1');

      const ticks = () => chart.locator('.tick.x').allTextContents();
      // What is written, and what lies under and over the lines.
      const shapes = () =>
        chart.locator('.plot > g').evaluateAll((groups) => groups.map((group) => group.innerHTML));
      const whole = await ticks();
      const drawn = await shapes();
      await page.mouse.move(plot.x + plot.width * 0.4, y);
      await page.mouse.down();
      await page.mouse.move(plot.x + plot.width * 0.6, y, { steps: 4 });
      await page.mouse.up();
      expect(await ticks()).not.toEqual(whole);
      await chart.getByRole('button', { name: 'Whole range' }).waitFor();
      await page.mouse.dblclick(plot.x + plot.width * 0.5, y);
      expect(await ticks()).toEqual(whole);
      // The drawing of the script is the one that the page came with, to the letter.
      expect(await shapes()).toEqual(drawn);

      await chart.getByRole('button', { name: '4xx' }).click();
      expect(await chart.locator('.area.tone-warn').isVisible()).toBe(false);
      await chart.getByRole('button', { name: '4xx' }).click();
      expect(await chart.locator('.area.tone-warn').isVisible()).toBe(true);
      expect(problems).toEqual([]);
    });
    await withPage(browser, { viewport: { width: 375, height: 700 }, hasTouch: true }, async (page) => {
      await page.goto(`${url}latency/`);
      const chart = page.locator('#chart-inference-percentiles');
      await chart.locator('.plot').tap();
      await expect.poll(() => chart.locator('.readout > span').textContent()).toMatch(/UTC.*Median/);
      // No value is cut off, and what is off stays off in a part of the axis.
      const words = chart.locator('.readout > span');
      expect(await words.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
      expect(await words.evaluate((one) => one.scrollHeight - one.clientHeight)).toBeLessThanOrEqual(0);
      await chart.getByRole('button', { name: 'p99' }).tap();
      await chart.locator('.plot').tap();
      await chart.getByRole('button', { name: 'Zoom in' }).tap();
      await chart.getByRole('button', { name: 'Whole range' }).waitFor();
      const named = await chart.locator('.labels [data-s]:visible').allTextContents();
      expect(named.toSorted()).toEqual(['Median', 'p95']);
    });
  });
});

test('a bar of the timeline of incidents leads to its peak, duration, cause and reports', async () => {
  await withSite(fixtureSite(SITE_STATES.red), async ({ url }) => {
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
      await page.goto(`${url}alerts/`);
      const bars = page.locator('.timeline a');
      expect(await bars.count()).toBeGreaterThan(0);
      const name = (await bars.first().getAttribute('aria-label')) ?? '';
      await bars.first().focus();
      await page.keyboard.press('Enter');
      const row = page.locator('.timeline tr:target');
      await row.waitFor({ state: 'visible' });
      const [title = '', severity = ''] = name.split(', ');
      const cells = await row.locator('th, td').allTextContents();
      expect(cells.slice(0, 2)).toEqual([title, severity]);
      expect(await row.getByRole('link').first().getAttribute('href')).toMatch(/\/reports\/\d{4}-/);
      expect(problems).toEqual([]);
    });
  });
});

test('a page below another one says where it stands, and leads back', async () => {
  await withSite(fixtureSite(SITE_STATES.steady), async ({ url }) => {
    await withPage(browser, {}, async (page) => {
      for (const [path, above] of [
        ['drift/llm-industry/', ['Drift']],
        ['segments/industry/', ['Segments']],
        ['archive/2026/', ['Reports']],
        ['workflow/', ['Alerts']],
        ['reports/2026-02-19/drift/llm-industry/', ['Reports', '2026-02-19', 'Drift']],
      ] as const) {
        await page.goto(url + path);
        const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' });
        expect(await crumbs.getByRole('link').allTextContents(), path).toEqual(above);
        expect(await crumbs.locator('[aria-current=page]').textContent(), path).not.toBe('');
        await crumbs.getByRole('link').last().click();
        expect(await page.locator('h1').count(), path).toBe(1);
      }
    });
  });
});

test('a reader finds by name and moves by keys, which can be switched off; what he filters is in the address', async () => {
  await withSite(fixtureSite(SITE_STATES.drifted), async ({ url }) => {
    await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
      await page.goto(url);
      await page.getByRole('button', { name: 'Find' }).waitFor();
      await page.keyboard.press('/');
      await page.getByRole('searchbox', { name: 'Find' }).fill('llm geo');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${url}drift/llm-geography/`);
      const name = () => page.locator('h1').textContent();
      const first = await name();
      await page.keyboard.press('j');
      await page.waitForURL((address) => !address.pathname.includes('geography'));
      await page.keyboard.press('k');
      await page.waitForURL(`${url}drift/llm-geography/`);
      expect(await name()).toBe(first);

      await page.keyboard.press('Control+k');
      const dialog = page.getByRole('dialog', { name: 'Find' });
      await page.getByRole('searchbox', { name: 'Find' }).fill('2026-02-1');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('2026-02-18');
      await dialog.getByRole('checkbox').uncheck();
      await page.keyboard.press('Escape');
      await page.keyboard.press('j');
      await page.keyboard.press('/');
      expect(page.url()).toBe(`${url}drift/llm-geography/`);
      expect(await dialog.isVisible()).toBe(false);

      await page.goto(`${url}drift/?q=llm&status=Drifted&sort=-p`);
      await page.locator('form output').filter({ hasText: 'of 12' }).waitFor();
      const shown = await page.locator('tr.feature-row:visible').count();
      expect(shown).toBe(3);
      expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
      await page.getByRole('button', { name: 'Effect' }).click();
      expect(new URL(page.url()).searchParams.get('sort')).toBe('effect');
      expect(problems).toEqual([]);
    });
  });
});
