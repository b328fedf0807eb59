import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDuckdbStore } from '../../engines/duckdb/store.ts';
import { readReference } from '../reference.ts';
import { type SimulatedFiles, writeSimulatedLogs } from './simulate.ts';

const NOW = Date.parse('2026-02-20T12:05:00Z');
const WEEK = { start: NOW - 7 * 86_400_000, end: NOW };
let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'simulate-'));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (name: string, seed = 7) =>
  writeSimulatedLogs({ directory: path.join(directory, name), now: NOW, seed });

const contents = (files: SimulatedFiles) =>
  Promise.all([files.predictions, files.requests, files.reference].map((file) => readFile(file, 'utf8')));

it('writes the same bytes for the same seed and other ones for another', async () => {
  const first = await contents(await write('a'));
  expect(await contents(await write('b'))).toEqual(first);
  expect(await contents(await write('c', 8))).not.toEqual(first);
});

it('is read like any log, without a refused row', async () => {
  const files = await write('a');
  const log = (file: string) => ({ present: true as const, location: file, files: [file] });
  const reference = await readReference({ variable: 'R', value: files.reference, fallback: '' }, '/');
  const store = await openDuckdbStore({
    predictions: log(files.predictions),
    requests: log(files.requests),
    reference,
    now: NOW,
  });
  try {
    expect(await store.quality('predictions')).toMatchObject({
      rows: 100,
      rejected: 0,
      afterNow: 0,
      labelDisagreements: 0,
    });
    expect(await store.quality('requests')).toMatchObject({ rows: 130, rejected: 0, afterNow: 0 });
    expect(await store.count('predictions', WEEK)).toBe(100);
    expect(await store.count('predictions', { start: NOW - 86_400_000, end: NOW })).toBeGreaterThan(5);
    const groups = await store.requestGroups(WEEK, 10);
    expect(groups.map((g) => g.statusCode).sort()).toEqual([200, 200, 404, 422]);
    expect(reference).toMatchObject({ rows: 300, rejected: 0 });
    expect(reference.scores).toHaveLength(300);
    const names = (await store.features(WEEK)).map((f) => f.name);
    expect(names).toEqual([...reference.columns.map((c) => c.name)].sort());
    const quantiles = await store.quantiles('score', WEEK, [0.05, 0.5, 0.95]);
    expect(quantiles.values[0]).toBeLessThan(0.25);
    expect(quantiles.values[2]).toBeGreaterThan(0.6);
  } finally {
    await store.close();
  }
});
