import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FrozenBaseline } from '../report/schema/frozen-baseline.ts';
import { openArchive } from './archive.ts';
import { keepBaseline, readBaseline } from './baselines.ts';

const frozen: FrozenBaseline = {
  schemaVersion: 1,
  until: '2026-02-01T00:00:00Z',
  rows: [{ score: 0.25, n: 5, positives: 1 }],
};
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baselines-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('the first one of a version stays, whatever comes later', () => {
  expect(readBaseline(directory, '../1')).toBe('absent');
  keepBaseline(directory, '../1', frozen);
  keepBaseline(directory, '../1', { ...frozen, until: '2026-05-01T00:00:00Z' });
  keepBaseline(directory, '2', { ...frozen, until: '2026-06-01T00:00:00Z' });
  expect(readBaseline(directory, '../1')).toEqual(frozen);
  expect(readBaseline(directory, '2')).toMatchObject({ until: '2026-06-01T00:00:00Z' });
});

test('pruning every report leaves it', () => {
  keepBaseline(directory, '1', frozen);
  openArchive(directory).prune({ keepDaily: 0, keepWeekly: 0, keepMonthly: 0 }, '2027-01-01T00:00:00Z');
  expect(readBaseline(directory, '1')).toEqual(frozen);
});

test('a damaged one is said, and kept', () => {
  keepBaseline(directory, '1', frozen);
  const [name = ''] = readdirSync(join(directory, 'baselines'));
  const path = join(directory, 'baselines', name);
  writeFileSync(path, '{"schemaVersion":1,');
  expect(readBaseline(directory, '1')).toBe('damaged');
  keepBaseline(directory, '1', frozen);
  expect(readFileSync(path, 'utf8')).toBe('{"schemaVersion":1,');
});

test.each([
  ['leads without end', { rows: [{ score: 0.5, n: Number.MAX_SAFE_INTEGER, positives: 0 }] }],
  ['more positives than leads', { rows: [{ score: 0.5, n: 5, positives: 6 }] }],
  ['a score that is none', { rows: [{ score: 1e308, n: 5, positives: 1 }] }],
  ['another key', { ...frozen, x: 1 }],
  ['no row', { rows: [] }],
])('one with %s is damaged', (_, edit) => {
  keepBaseline(directory, '1', frozen);
  const [name = ''] = readdirSync(join(directory, 'baselines'));
  writeFileSync(join(directory, 'baselines', name), JSON.stringify({ ...frozen, ...edit }));
  expect(readBaseline(directory, '1')).toBe('damaged');
});

test('a pipe in its place is not waited for', () => {
  keepBaseline(directory, '1', frozen);
  const [name = ''] = readdirSync(join(directory, 'baselines'));
  const path = join(directory, 'baselines', name);
  rmSync(path);
  execFileSync('mkfifo', [path]);
  expect(readBaseline(directory, '1')).toBe('damaged');
});
