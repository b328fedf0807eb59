import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { type BuiltSite, builtSite, run } from '../support/built-site.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { allTextOf, attribute, elementsOf } from '../support/hostile/site-files.ts';

const reportOf = (day: string) => fixtureReport({ id: day, end: `${day}T12:00:00.000Z`, rows: 60 });
let site: BuiltSite;
beforeEach(() => {
  site = builtSite(['2025-12-31', '2026-01-15', '2026-02-18', '2026-02-19', '2026-02-20'].map(reportOf));
});
afterEach(() => site.remove());

describe('prune', () => {
  const prune = (...args: string[]) => run('prune', args, site.env);
  const FLAGS = ['--keep-daily', '1', '--keep-weekly', '1', '--keep-monthly', 'all'];

  test('says what would go, then takes it, and leaves the headline figures', async () => {
    const dry = await prune(...FLAGS, '--dry-run');
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('Would prune 2 of 5') });
    expect(openArchive(site.archiveDir).list()).toHaveLength(5);
    expect((await prune(...FLAGS)).stdout).toMatch(/^2026-02-19\n2026-02-18\nPruned 2 of 5/);
    const archive = openArchive(site.archiveDir);
    expect(archive.list()).toEqual(['2026-02-20', '2026-01-15', '2025-12-31']);
    expect(archive.pruned()).toMatchObject([
      { prunedAt: '2026-02-20T12:05:00.000Z', summary: { id: '2026-02-19' } },
      { summary: { id: '2026-02-18' } },
    ]);
  });

  test('--json gives the result alone, --quiet and --verbose change none of it', async () => {
    for (const extra of [[], ['--quiet'], ['--verbose']]) {
      const { code, stdout, stderr } = await prune(...FLAGS, '--dry-run', '--json', ...extra);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual({
        pruned: ['2026-02-19', '2026-02-18'],
        before: 5,
        dryRun: true,
        archiveDir: site.archiveDir,
      });
    }
  });

  test('--verbose says where an error arose', async () => {
    const args = ['--id', '1999-01-01'];
    const brief = await run('export', args, site.env);
    const verbose = await run('export', [...args, '--verbose'], site.env);
    expect(brief.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(verbose.stderr).toContain(brief.stderr.trimEnd());
    expect(verbose.stderr).toMatch(/^ +at .*archive/m);
  });

  test.each([
    [[]],
    [['--keep-daily', '1']],
    [['--keep-daily', '-1', '--keep-weekly', '1', '--keep-monthly', '1']],
    [['--keep-dayly', '1']],
  ])('%j is refused, and nothing goes', async (args) => {
    expect(await prune(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('bad-flag') });
    expect(openArchive(site.archiveDir).list()).toHaveLength(5);
  });
});

describe('export', () => {
  test('writes any report as one file', async () => {
    const output = join(site.directory, 'out', 'report.html');
    const ran = await run('export', ['--id', '2026-02-19', '--output', output], site.env);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('2026-02-19') });
    const html = readFileSync(output, 'utf8');
    expect(html).toContain('https://team.example/repo/reports/2026-02-19/');
    const elements = elementsOf(html);
    const ids = elements.flatMap((one) => attribute(one, 'id') ?? []);
    expect(ids).toEqual(
      expect.arrayContaining([
        'verdict',
        'changes',
        'health',
        'scores',
        'latency',
        'drift',
        'alerts',
        'retraining',
      ]),
    );
    const report = openArchive(site.archiveDir).read('2026-02-19');
    for (const { slug } of report.drift.features)
      expect(ids).toEqual(expect.arrayContaining([`feature-${slug}`, `drift-${slug}`]));
    expect(new Set(ids).size).toBe(ids.length);
    const changes = elements.find((one) => attribute(one, 'aria-labelledby') === 'changes');
    expect(changes && allTextOf(changes)).toMatch(/^\s*New since 2026-02-18/);
    expect(html).toContain('Judged ');
    expect(elements.map(({ tagName }) => tagName)).not.toContain('script');
    const dead = elements
      .flatMap((one) => attribute(one, 'href') ?? [])
      .filter((href) => (href.startsWith('#') ? !ids.includes(href.slice(1)) : !href.startsWith('https://')));
    expect(dead).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);
  });

  test('the newest by default, beside where it was called', async () => {
    expect((await run('export', [], { ...site.env, CWD: site.directory })).code).toBe(0);
    expect(existsSync(join(site.directory, '2026-02-20.html'))).toBe(true);
  });

  test('a report that is not there, and an archive that is empty', async () => {
    const missing = await run('export', ['--id', '1999-01-01'], site.env);
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('no report "1999-01-01"') });
    const empty = await run('export', [], { ...site.env, ARCHIVE_DIR: join(site.directory, 'none') });
    expect(empty).toMatchObject({ code: 3, stderr: expect.stringContaining('is empty') });
  });
});
