import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { reportJson } from '../archive/archived-file.ts';
import { isGeneratedSite, MARKER, markGenerated } from './site-marker.ts';

let site = '';
beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'marker-'));
  await writeFile(join(site, 'index.html'), '<p>');
});
afterEach(() => rm(site, { recursive: true }));

/** What the last version without a marker wrote. */
async function earlierSite(): Promise<void> {
  for (const name of ['_astro', 'csv', 'reports', 'workflow']) await mkdir(join(site, name));
  for (const name of ['index.html.br', 'feed.xml', 'latest.json.gz']) await writeFile(join(site, name), '');
  await writeFile(join(site, 'latest.json'), reportJson(fixtureReport({ rows: 60 })));
}

test('a directory with our marker is ours, whatever else it holds', async () => {
  expect(await isGeneratedSite(site)).toBe(false);
  await markGenerated(site);
  await writeFile(join(site, 'CNAME'), 'example.org');
  expect(await isGeneratedSite(site)).toBe(true);
});

test('a site of a version that set no marker is ours', async () => {
  await earlierSite();
  expect(await isGeneratedSite(site)).toBe(true);
});

test.each([
  ['something that no version wrote', () => writeFile(join(site, 'notes.txt'), '')],
  ['a hidden file', () => writeFile(join(site, '.env'), '')],
  ['a report that is none', () => writeFile(join(site, 'latest.json'), '{"schemaVersion": 1}')],
  ['a report that is torn', () => writeFile(join(site, 'latest.json'), '{"schema')],
  ['no report', () => rm(join(site, 'latest.json'))],
  ['no front page', () => rm(join(site, 'index.html'))],
  ['a marker of something else', () => writeFile(join(site, MARKER), 'x')],
])('%s: not ours', async (_, change) => {
  await earlierSite();
  await change();
  expect(await isGeneratedSite(site)).toBe(false);
});

test('a link to a marker, a file and nothing at all prove nothing', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'marker-'));
  await markGenerated(elsewhere);
  await symlink(join(elsewhere, MARKER), join(site, MARKER));
  expect(await isGeneratedSite(site)).toBe(false);
  await rm(elsewhere, { recursive: true });
  expect(await isGeneratedSite(join(site, 'index.html'))).toBe(false);
  expect(await isGeneratedSite(join(site, 'nothing'))).toBe(false);
});
