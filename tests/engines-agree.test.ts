import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckdbStore } from '../src/ingest/engines/duckdb/store.ts';
import { openMemoryStore } from '../src/ingest/engines/memory/store.ts';
import { outcomeReport, writeOutcomeWorld } from './support/outcome-world.ts';
import { realDifferences } from './support/spark/differences.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engines-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('a report with outcomes, segments and versions is the same of either engine, field by field', async () => {
  const files = await writeOutcomeWorld(directory);
  const embedded = await outcomeReport(files, openDuckdbStore);
  const memory = await outcomeReport(files, openMemoryStore);
  const software = { ...memory.software, engine: embedded.software.engine };
  expect(realDifferences(embedded, { ...memory, software })).toEqual([]);
  // What is compared is there.
  expect(embedded.ranking?.rows.map(({ source }) => source)).toContain('realised');
  expect(embedded.segments?.features.length).toBeGreaterThan(3);
  expect(embedded.segments?.tested).toBeGreaterThan(5);
  expect(embedded.attribution?.rows.length).toBeGreaterThan(3);
  expect(embedded.modelVersions?.map(({ design }) => design).sort()).toEqual(['paired', 'split']);
}, 120_000);
