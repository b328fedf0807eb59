import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureSite, SITE_STATES } from '../../src/site/fixtures/site.ts';
import { launchBrowser, withSite } from '../browser.ts';
import { KINDS, scrollThrough, withPage } from './site-helpers.ts';

let browser: Browser;
let axe = '';
beforeAll(async () => {
  browser = await launchBrowser();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => browser.close());

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

for (const state of ['drifted', 'red', 'simulated', 'empty'] as const) {
  test(`axe finds nothing on any page, light and dark: ${state}`, async () => {
    await withSite(fixtureSite(SITE_STATES[state]), async ({ url }) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const found = await withPage(browser, { colorScheme, bypassCSP: true }, async (page) => {
          const all: string[] = [];
          for (const path of KINDS) {
            const answer = await page.goto(url + path);
            if (answer?.status() !== 200) continue;
            await scrollThrough(page);
            for (const details of await page.locator('details').all())
              await details.evaluate((one) => one.setAttribute('open', ''));
            await page.addScriptTag({ content: axe });
            const result = (await page.evaluate(
              (rules) =>
                (
                  globalThis as unknown as { axe: { run: (d: Document, o: object) => Promise<unknown> } }
                ).axe.run(document, { runOnly: { type: 'tag', values: rules } }),
              RULES,
            )) as AxeResult;
            all.push(
              ...result.violations.map(
                (v) => `${path}: ${v.id}: ${v.nodes.length}× ${v.nodes[0]?.html.slice(0, 160) ?? ''}`,
              ),
            );
          }
          return all;
        });
        expect(found, colorScheme).toEqual([]);
      }
    });
  });
}
