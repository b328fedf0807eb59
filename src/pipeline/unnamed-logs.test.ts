import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../settings/settings.ts';
import { unnamedLogs } from './unnamed-logs.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'unnamed-'));
});
afterEach(() => rm(directory, { recursive: true }));

const words = async (...names: string[]): Promise<string | null> => {
  await mkdir(join(directory, 'logs/folder.jsonl'), { recursive: true });
  for (const name of names) await writeFile(join(directory, 'logs', name), '');
  return await unnamedLogs(readSettings({}, directory, Date.now));
};

test('names the files that could be logs', async () => {
  expect(await words('scored.jsonl', 'calls.csv.gz', 'notes.txt')).toBe(
    'logs/ holds calls.csv.gz and scored.jsonl: PREDICTIONS_LOG and API_REQUESTS_LOG say which is which.',
  );
});

test('says nothing of our own files, of folders, and of nothing', async () => {
  expect(await unnamedLogs(readSettings({}, directory, Date.now))).toBeNull();
  expect(await words('health.jsonl', 'predictions.jsonl', 'README.md')).toBeNull();
});

test('names few of many, and what strangers chose as it may be printed', async () => {
  const many = Array.from({ length: 9 }, (_, i) => `b${i}.jsonl`);
  const said = await words(...many, 'a jane@example.org.jsonl');
  expect(said).toContain('b3.jsonl and 5 more');
  expect(said).not.toContain('jane');
});
