import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSite } from '../../src/site/check/check-site.ts';
import { fixtureSite, SITE_STATES, type SiteState } from '../support/fixtures/site.ts';
import { withSite } from '../support/shared-site.ts';

/** Written by the outputs, not by the pages. */
const ELSEWHERE = /feed\.xml$|report\.json$/;

const SAID: Readonly<Record<SiteState, RegExp>> = {
  steady: /Everything is in its range/,
  drifted: /features drifted/,
  red: /Critical/,
  'ten-bad-reports': /40 of 40/,
  'no-requests': /no requests log/,
  'no-reference': /no reference: set REFERENCE_DATA_PATH/,
  'one-row': /no feature has enough rows/,
  empty: /There is no production data to judge/,
  'many-features': /35 of 200|of 200/,
  simulated: /Simulated data\./,
  hostile: /&lt;\/script&gt;|features drifted/,
  'many-reports': /Everything is in its range/,
  pruned: /Everything is in its range/,
  'first-report': /This is the first report/,
  rich: /Data drift/,
};

for (const state of Object.keys(SITE_STATES) as SiteState[]) {
  test(`the site of state “${state}” is whole, within its budgets, and says what it is`, async () => {
    await withSite(fixtureSite(SITE_STATES[state]), async ({ directory }) => {
      const result = await checkSite(directory, '/', ELSEWHERE);
      expect(result.failures).toEqual([]);
      expect(result.passed).toBeGreaterThan(100);
      expect(await readFile(join(directory, 'index.html'), 'utf8')).toMatch(SAID[state]);
    });
  });
}

test('a permalink without feature pages describes the largest shifts, and has an anchor for every feature', async () => {
  await withSite(fixtureSite(SITE_STATES['ten-bad-reports']), async ({ directory }) => {
    const read = (id: string): Promise<string> =>
      readFile(join(directory, `reports/${id}/index.html`), 'utf8');
    const anchors = (html: string): Set<string | undefined> =>
      new Set([...html.matchAll(/ id="(feature-feature-\d+)"/g)].map((found) => found[1]));
    const [newest, old] = [await read('2026-02-20'), await read('2026-02-12')];
    expect([anchors(newest).size, anchors(old).size]).toEqual([40, 40]);
    expect(old).toContain('The 10 largest shifts');
    expect(old.match(/class="feature-summary"/g)).toHaveLength(10);
    expect(newest).toContain('href="/reports/2026-02-20/drift/feature-000/"');
    expect(newest).not.toContain('feature-summary');
  });
});

test('links hold under a base path too', async () => {
  await withSite(
    fixtureSite(SITE_STATES.pruned),
    async ({ directory }) => {
      const result = await checkSite(directory, '/repo/', ELSEWHERE);
      expect(result.failures).toEqual([]);
      expect(await readFile(join(directory, 'sitemap.xml'), 'utf8')).toContain(
        'https://monitor.example/repo/reports/2026-02-20/',
      );
      expect(await readFile(join(directory, 'robots.txt'), 'utf8')).toContain('Allow: /');
      expect(await readFile(join(directory, 'index.html'), 'utf8')).not.toContain('noindex');
    },
    '/repo/',
  );
});

test('a site that is not public keeps search engines out of every page', async () => {
  await withSite(fixtureSite(SITE_STATES['first-report']), async ({ directory }) => {
    expect(await readFile(join(directory, 'robots.txt'), 'utf8')).toContain('Disallow: /');
    expect(await readFile(join(directory, 'drift/index.html'), 'utf8')).toContain('noindex');
  });
});
