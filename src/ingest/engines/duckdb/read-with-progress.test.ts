import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prediction, type TestLogs, testLogs } from '../../../../tests/support/log-files.ts';
import type { Database } from './database.ts';
import { readWithProgress } from './read-with-progress.ts';

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

/** Writes down what it is told. */
function listener() {
  const told: string[] = [];
  const reporter = {
    stage: (name: string) => void told.push(name),
    progress: (done: number, total: number | null, unit: string) =>
      void told.push(`${done}/${total} ${unit}`),
    info: (message: string) => void told.push(message),
    warn: () => undefined,
  };
  return { told, reporter };
}

it('tells how much of the files is read, and how many rows that gave', async () => {
  await logs.write('p.jsonl', prediction().repeat(20_000));
  const { told, reporter } = listener();
  const log = { present: true, location: 'p.jsonl', files: [logs.file('p.jsonl')] } as const;
  const db = { progress: () => 0.5, rows: async () => [{ n: 20_000 }] } as unknown as Database;
  const read = await readWithProgress(db, 'predictions', log, reporter, async (files) => {
    await setTimeout(700);
    return files.length;
  });
  expect(read).toBe(1);
  expect(told).toEqual(['Reading predictions', '2/4 MB', '20,000 rows of predictions read']);
});

it('says nothing of a log that is not there', async () => {
  const { told, reporter } = listener();
  const log = { present: false, location: 'none' } as const;
  const db = { progress: () => null, rows: async () => [{ n: 0 }] } as unknown as Database;
  await readWithProgress(db, 'requests', log, reporter, async () => undefined);
  expect(told).toEqual(['Reading requests']);
});
