import { afterEach, expect, test } from 'vitest';
import { type BuiltSite, builtSite } from '../../tests/support/built-site.ts';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { openArchive } from '../archive/archive.ts';
import { readPublished } from './published.ts';

const run = (id: string, time: string) => fixtureReport({ id, end: time, rows: 60 });
const NOON = Date.parse('2026-02-20T12:00:00Z');
const MIDNIGHT = Date.parse('2026-02-21T00:00:00Z');
const YESTERDAY = run('2026-02-19', '2026-02-19T23:00:00.000Z');
const TODAY = run('2026-02-20', '2026-02-20T11:00:00.000Z');

let site: BuiltSite;
afterEach(() => site.remove());

/** The id of the report that a message would be about. */
function toldOf(id: string | null, now: number): string {
  return readPublished(site.outDir, openArchive(site.archiveDir), id, now).report.id;
}

test('of a day that is built again and again, the last report is told, when the day is over', () => {
  site = builtSite([YESTERDAY, TODAY], { provisional: true });
  expect(toldOf(null, NOON)).toBe('2026-02-19');
  expect(toldOf(null, MIDNIGHT)).toBe('2026-02-20');
  expect(toldOf('2026-02-20', NOON)).toBe('2026-02-20');
});

test('on the first day there is nothing to tell yet', () => {
  site = builtSite([TODAY], { provisional: true });
  expect(() => toldOf(null, NOON)).toThrowError(expect.objectContaining({ code: 'not-final', exitCode: 3 }));
});

test('elsewhere the newest report of the site is told at once', () => {
  site = builtSite([YESTERDAY, TODAY]);
  expect(toldOf(null, NOON)).toBe('2026-02-20');
});
