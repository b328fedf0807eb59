import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { type Archive, openArchive } from './archive.ts';
import { siteReports } from './site-reports.ts';

let directory: string;
let archive: Archive;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'archive-'));
  archive = openArchive(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = (day: string, simulated = false) =>
  fixtureReport({ id: day, end: `${day}T12:00:00.000Z`, rows: 60, simulated });
const save = (...days: string[]) => {
  for (const day of days) archive.save(run(day), { inputsHash: 'x' });
};

test('a first report has nothing before it', () => {
  const current = run('2026-02-20');
  archive.save(current, { inputsHash: 'x' });
  const site = siteReports(archive, current);
  expect(site.runs.map((n) => n.id)).toEqual(['2026-02-20']);
  expect(site).toMatchObject({ previous: null, weekAgo: null, pruned: [], archiveNotes: [] });
});

test('the report before and the one a week before', () => {
  save('2026-02-11', '2026-02-13', '2026-02-17', '2026-02-19', '2026-02-20');
  const site = siteReports(archive, run('2026-02-20'));
  expect(site.previous?.id).toBe('2026-02-19');
  expect(site.weekAgo?.id).toBe('2026-02-13');
  expect(site.read('2026-02-17').id).toBe('2026-02-17');
});

test('a week ago may be a day off, not more', () => {
  save('2026-02-14', '2026-02-11', '2026-02-20');
  expect(siteReports(archive, run('2026-02-20')).weekAgo?.id).toBe('2026-02-14');
  expect(siteReports(archive, run('2026-02-21')).weekAgo?.id).toBe('2026-02-14');
  expect(siteReports(archive, run('2026-02-25')).weekAgo).toBeNull();
});

test('a report whose file went meanwhile is passed over', () => {
  save('2026-02-13', '2026-02-18', '2026-02-19');
  const opened = openArchive(directory);
  rmSync(join(directory, 'reports/2026-02-19.json'));
  rmSync(join(directory, 'reports/2026-02-13.json'));
  const site = siteReports(opened, run('2026-02-20'));
  expect(site.previous?.id).toBe('2026-02-18');
  expect(site.weekAgo).toBeNull();
});

test('a clock before the newest report looks back from its own time', () => {
  save('2026-02-18', '2026-02-22');
  const site = siteReports(archive, run('2026-02-20'));
  expect(site.previous?.id).toBe('2026-02-18');
  expect(site.runs.map((n) => n.id)).toEqual(['2026-02-22', '2026-02-20', '2026-02-18']);
});

test('a report that is dated far ahead is said, has an address, and is in no series until its day comes', () => {
  save('2026-02-18', '2026-02-19', '2036-02-20');
  const site = siteReports(archive, run('2026-02-20'));
  expect(site.runs.map((n) => n.id)).toEqual(['2026-02-20', '2026-02-19', '2026-02-18']);
  expect(site.ahead.map((n) => n.id)).toEqual(['2036-02-20']);
  expect(site.previous?.id).toBe('2026-02-19');
  expect(site.read('2036-02-20').id).toBe('2036-02-20');
  expect(site.archiveNotes).toEqual([expect.stringMatching(/2036-02-20\.json: dated 2036-02-20T/)]);
  const later = siteReports(archive, run('2036-02-21'));
  expect(later).toMatchObject({ ahead: [], archiveNotes: [], previous: { id: '2036-02-20' } });
});

test('simulated data is compared with nothing and enters no list, even under the id of a real report', () => {
  save('2026-02-19', '2026-02-20');
  const site = siteReports(archive, run('2026-02-20', true));
  expect(site.runs.map((n) => n.id)).toEqual(['2026-02-20', '2026-02-19']);
  expect(site).toMatchObject({ previous: null, weekAgo: null });
  expect(site.read('2026-02-20').simulated).toBe(false);
});

test('a report that could not be archived is shown all the same', () => {
  save('2026-02-19');
  const current = run('2026-02-20');
  const site = siteReports(archive, current);
  expect(site.runs[0]?.id).toBe('2026-02-20');
  expect(site.read('2026-02-20')).toBe(current);
});
