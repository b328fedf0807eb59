import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodeReport } from '../../src/archive/archived-file.ts';
import { SCHEMA_VERSION } from '../../src/report/schema/report.ts';
import { summarize } from '../../src/report/summary.ts';

/**
 * A report's file of every schema version that ever landed, as it was written then. They are never edited: when a report changes
 * so that its sample cannot be read, raise SCHEMA_VERSION, add a step to `src/archive/migrate.ts`, and freeze a new one.
 */
const directory = fileURLToPath(new URL('../frozen/', import.meta.url));
const samples = readdirSync(directory).filter((name) => name.endsWith('.json'));

test('there is a sample of every version', () => {
  const versions = samples.map((name) => Number(/^report-v(\d+)\.json$/.exec(name)?.[1]));
  expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1));
});

test.each(samples)('%s is read, and says what it said', (name) => {
  const text = readFileSync(`${directory}${name}`, 'utf8');
  const written = JSON.parse(text);
  const decoded = decodeReport(text, written.id);
  if (!decoded.ok) throw new Error(decoded.reason);
  const { report } = decoded.value;
  expect(report.schemaVersion).toBe(SCHEMA_VERSION);
  expect(summarize(report)).toMatchObject({
    id: written.id,
    status: written.verdict.status,
    headline: written.verdict.headline,
    successRate: written.health.successRate.value,
    driftShare: written.drift.share,
  });
});
