import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seededRandom } from '../../../stats/distributions/random.ts';
import { openDuckdbStore } from '../../engines/duckdb/store.ts';
import { readReference } from '../reference.ts';
import { SIMULATED_KEY, type SimulatedFiles, writeSimulatedLogs } from './simulate.ts';
import { simulateLead } from './simulated-lead.ts';

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
  Promise.all(
    [files.predictions, files.requests, files.reference, files.outcomes].map((file) =>
      readFile(file, 'utf8'),
    ),
  );

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
      rows: 1_950,
      rejected: 0,
      afterNow: 0,
      labelDisagreements: 0,
    });
    expect(await store.quality('requests')).toMatchObject({ rows: 2_400, rejected: 0, afterNow: 0 });
    expect(await store.count('predictions', WEEK)).toBe(130);
    expect(await store.count('predictions', { start: NOW - 86_400_000, end: NOW })).toBeGreaterThan(5);
    const groups = await store.requestGroups(WEEK, 10);
    expect(groups.map((g) => g.statusCode).sort()).toEqual([200, 200, 404, 422]);
    expect(reference).toMatchObject({ rows: 800, rejected: 0 });
    expect(reference.scores).toHaveLength(800);
    const names = (await store.features(WEEK)).map((f) => f.name);
    expect(names).toEqual([...reference.columns.map((c) => c.name)].sort());
    const quantiles = await store.quantiles('score', WEEK, [0.05, 0.5, 0.95]);
    expect(quantiles.values[0]).toBeLessThan(0.25);
    expect(quantiles.values[2]).toBeGreaterThan(0.6);
  } finally {
    await store.close();
  }
});

it('scores leads so that they are ranked and calibrated', () => {
  const random = seededRandom(5);
  const leads = Array.from({ length: 20_000 }, () => simulateLead(random, 'reference'));
  const of = (engaged: boolean) => leads.filter((lead) => lead.engaged === engaged).map(({ score }) => score);
  const [high, low] = [of(true), of(false).sort((a, b) => a - b)];
  // The share of pairs in which the engaged lead scores higher; no two scores are taken as equal.
  const below = (score: number): number => {
    let [from, to] = [0, low.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((low[middle] ?? 1) < score) from = middle + 1;
      else to = middle;
    }
    return from / low.length;
  };
  const auc = high.reduce((sum, score) => sum + below(score), 0) / high.length;
  expect(auc).toBeGreaterThan(0.74);
  expect(auc).toBeLessThan(0.79);
  for (let from = 0.1; from < 0.8; from += 0.1) {
    const band = leads.filter(({ score }) => score >= from && score < from + 0.1);
    const mean = band.reduce((sum, { score }) => sum + score, 0) / band.length;
    const rate = band.filter(({ engaged }) => engaged).length / band.length;
    expect(Math.abs(rate - mean), `${from}`).toBeLessThan(4 * Math.sqrt(0.25 / band.length));
  }
});

it('tells what became of leads only after it scored them, and nothing of the future', async () => {
  const files = await write('a');
  const predicted = new Map(
    (await readFile(files.predictions, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map((row) => [row[SIMULATED_KEY], Date.parse(row.timestamp)] as const),
  );
  const [header, ...rows] = (await readFile(files.outcomes, 'utf8')).trim().split('\n');
  expect(header).toBe('lead_id,date,engaged');
  expect(predicted.size).toBe(1_950);
  expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(rows.length);
  for (const row of rows) {
    const [key, date = ''] = row.split(',');
    expect(Date.parse(date)).toBeGreaterThan(predicted.get(key ?? '') ?? Infinity);
    expect(Date.parse(date)).toBeLessThanOrEqual(NOW);
  }
  // All older leads have one; the newest wait for theirs.
  expect(rows.length).toBeGreaterThan(1_950 - 2 * 130);
  expect(rows.length).toBeLessThan(1_950);
});
