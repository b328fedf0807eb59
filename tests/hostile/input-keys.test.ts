import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Workplace, workplace } from '../support/run-build.ts';

/** Strangers choose the keys of their requests: no choice may cost memory or pages without bound. */

const NOW = '2026-02-20T12:00:00Z';
const HEAP = { NODE_OPTIONS: '--max-old-space-size=256' };

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(() => place.remove());

const row = (i: number, input: object): string =>
  JSON.stringify({
    timestamp: new Date(Date.parse(NOW) - (i % 20_000) * 20_000).toISOString(),
    input: { industry: 'abc'[i % 3], employees: i % 500, ...input },
    score: (i % 100) / 100,
    label: i % 100 > 50 ? 'engaged' : 'not_engaged',
    inference_ms: 1,
  });

function settings(lines: readonly string[], hasReference: boolean): Record<string, string> {
  writeFileSync(place.path('p.jsonl'), `${lines.join('\n')}\n`);
  const cells = Array.from({ length: 600 }, (_, i) => `${'abc'[i % 3]},${i % 500}`);
  writeFileSync(place.path('reference.csv'), `industry,employees\n${cells.join('\n')}\n`);
  const reference = { REFERENCE_DATA_PATH: place.path('reference.csv') };
  return { NOW, PREDICTIONS_LOG: place.path('p.jsonl'), ...(hasReference ? reference : {}), ...HEAP };
}

const sizeOf = (directory: string): number =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

const featurePages = (): number => readdirSync(place.path('dist/drift'), { withFileTypes: true }).length;

test('20,000 rows with an unknown key each, in 256 MB, without a reference: no page more', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => row(i, { [`key ${i}`]: i }));
  const ended = await place.build(settings(lines, false));
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  const { inputs, drift } = await place.report();
  expect(inputs.predictions).toMatchObject({ rows: 20_000, rejected: 0 });
  expect(inputs.predictions.notes).toContain(
    '20000 further input keys, held by fewer than 5 leads each: left out',
  );
  expect(drift.features.map(({ name }) => name).sort()).toEqual(['employees', 'industry']);
});

test('five rows with 1,000 unknown keys each: a bounded number of pages, a small report', async () => {
  const odd = (j: number) => Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`odd ${i}`, i * j]));
  const lines = Array.from({ length: 5_000 }, (_, i) => row(i, i < 5 ? odd(i) : {}));
  const ended = await place.build(settings(lines, true));
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  const { inputs, drift } = await place.report();
  expect(inputs.predictions.notes).toContain('950 further input keys beyond the 50 most frequent: left out');
  expect(drift.features.length).toBeLessThanOrEqual(52);
  expect(featurePages()).toBeLessThan(60);
  expect(sizeOf(place.path('archive'))).toBeLessThan(150_000);
});

test('a report that does not fit into memory ends with exit code 3, the remedy and no site', async () => {
  const columns = Array.from({ length: 60 }, (_, i) => `column ${i}`);
  const cells = Array.from({ length: 40_000 }, (_, i) => columns.map((_, j) => i * 60 + j + 0.5).join(','));
  const env = settings([row(0, {})], true);
  writeFileSync(
    place.path('reference.csv'),
    `industry,${columns.join(',')}\n${cells.map((line) => `a,${line}`).join('\n')}\n`,
  );
  const ended = await place.build({ ...env, NODE_OPTIONS: '--max-old-space-size=64' });
  expect(ended.stderr).toMatch(/error \(out-of-memory\): .*a larger --max-old-space-size in NODE_OPTIONS/);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  expect(ended.code).toBe(3);
  expect(readdirSync(place.directory).sort()).toEqual(['p.jsonl', 'reference.csv']);
});
