import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentPolicy, elementsOf, filesOf } from '../support/hostile/site-files.ts';
import { timeOf } from '../support/hostile/worst-log.ts';
import { pagePolicy } from '../support/page-policy.ts';
import { runCommand, type Workplace, workplace } from '../support/run-build.ts';

/** Pages of older archives only: of a pruned report, and of one with a damaged file. */

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
  const rows = Array.from({ length: 40 }, (_, row) =>
    JSON.stringify({ timestamp: timeOf(row, 40), input: { q: row }, score: 0.5, label: 'engaged' }),
  );
  await writeFile(place.path('p.jsonl'), rows.join('\n'));
  const run = async (day: number): Promise<void> => {
    const ended = await place.build({ PREDICTIONS_LOG: 'p.jsonl', NOW: `2026-02-${day}T12:05:00Z` });
    if (ended.code !== 0) throw new Error(ended.stderr);
  };
  await run(20);
  await run(21);
  await run(22);
  const prune = ['--keep-daily', '2', '--keep-weekly', '0', '--keep-monthly', '0'];
  const env = { ARCHIVE_DIR: place.path('archive'), OUT_DIR: place.path('dist') };
  const pruned = await runCommand('prune', env, prune, place.directory);
  if (pruned.code !== 0) throw new Error(pruned.stderr);
  await writeFile(place.path('archive/reports/2026-02-21.json'), '{"broken": <script>alert(1)</script>');
  await run(23);
});
afterAll(() => place.remove());

test('every page has the policy that forbids inline code and what is foreign, these two kinds as well', async () => {
  const pages = [...(await filesOf(place.path('dist')))].filter(([name]) => name.endsWith('.html'));
  const page = (id: string): Promise<string> => readFile(place.path(`dist/reports/${id}/index.html`), 'utf8');
  expect(await page('2026-02-20')).toMatch(/pruned/i);
  expect(await page('2026-02-21')).toMatch(/damaged|cannot be read/i);
  expect(await page('2026-02-21')).not.toContain('alert(1)');
  const policies = pages.map(([name, bytes]) => [name, contentPolicy(elementsOf(bytes.toString()))]);
  // The page of a damaged report has no script and no style of any kind.
  const others = policies.filter(([name, policy]) => policy !== pagePolicy(name ?? ''));
  expect(others).toEqual([['reports/2026-02-21/index.html', "default-src 'none'"]]);
  expect(pages.map(([name]) => name)).toContain('404.html');
});
