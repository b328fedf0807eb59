import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureSite, SITE_STATES } from '../support/fixtures/site.ts';
import { sharedBrowser } from '../support/shared-browser.ts';
import { withSite } from '../support/shared-site.ts';
import { KINDS, withPage } from '../support/site-helpers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser.close());

/** A4 without its margins, at 96 pixels an inch. */
const PAPER = { width: 688, height: 1_017 };

test('in print no page is wider than the paper, and nothing lies over anything else', async () => {
  await withSite(fixtureSite(SITE_STATES.rich), async ({ url }) => {
    await withPage(browser, { viewport: PAPER }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const all: string[] = [];
      for (const path of KINDS) {
        await page.goto(url + path);
        const faults = await page.evaluate(() => {
          const wide = document.documentElement.scrollWidth - innerWidth;
          const found = wide > 0 ? [`${wide} pixels wider than the paper`] : [];
          const words = (element: Element): string =>
            `${element.tagName}.${element.className}: ${element.textContent?.trim().slice(0, 40)}`;
          for (const parent of document.querySelectorAll(
            'main, main :is(section, div, figure, li, details)',
          )) {
            const rects = [...parent.children]
              .map((child) => ({ child, box: child.getBoundingClientRect() }))
              .filter(
                ({ child, box }) =>
                  box.width > 1 && box.height > 1 && getComputedStyle(child).position === 'static',
              );
            rects.forEach(({ child, box }, i) => {
              for (const { child: other, box: next } of rects.slice(i + 1)) {
                const across = Math.min(box.right, next.right) - Math.max(box.left, next.left);
                const down = Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top);
                if (across > 1 && down > 1) found.push(`${words(child)} over ${words(other)}`);
              }
            });
          }
          return found;
        });
        all.push(...faults.map((fault) => `${path} ${fault}`));
      }
      expect(all).toEqual([]);
    });
  });
});

/** Places of what a reader sees first, from the top of the page; those of one name are numbered. */
const places = (): [name: string, top: number][] => {
  const seen = new Map<string, number>();
  return [...document.querySelectorAll<HTMLElement>('main :is(h1, h2, h3, figure, table), footer')]
    .filter((element) => element.offsetParent !== null)
    .map((element) => {
      const name = `${element.tagName} ${element.textContent?.trim().slice(0, 30)}`;
      const number = (seen.get(name) ?? 0) + 1;
      seen.set(name, number);
      return [`${name} ${number}`, Math.round(element.getBoundingClientRect().top + scrollY)];
    });
};

/** What a script may add to a line that is there, such as the age of the report, and the days that can be compared. */
const SLACK_PX = 48;

test.each([412, 1_280])('nothing on a page moves while its scripts start, %i pixels wide', async (width) => {
  await withSite(fixtureSite(SITE_STATES.rich), async ({ url }) => {
    const viewport = { width, height: 823 };
    await withPage(browser, { viewport }, async (before) => {
      // The inline script runs, which says that there will be others.
      await before.route('**/*.js', (route) => route.abort());
      await withPage(browser, { viewport }, async (after, problems) => {
        const moved: string[] = [];
        for (const path of KINDS) {
          await before.goto(url + path);
          await after.goto(url + path, { waitUntil: 'networkidle' });
          const [first, last] = [await before.evaluate(places), new Map(await after.evaluate(places))];
          for (const [name, top] of first) {
            const now = last.get(name);
            if (now !== undefined && Math.abs(now - top) > SLACK_PX)
              moved.push(`${path} ${name}: ${top} to ${now}`);
          }
        }
        expect(moved).toEqual([]);
        expect(problems).toEqual([]);
      });
    });
  });
});
