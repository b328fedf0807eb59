import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodeReport } from '../../src/archive/archived-file.ts';
import { decodeTombstone } from '../../src/archive/tombstone.ts';
import { SCHEMA_VERSION } from '../../src/report/schema/report.ts';
import { historyOf } from '../../src/report/since.ts';
import { summarize } from '../../src/report/summary.ts';
import { summaryRows } from '../../src/report/summary-rows.ts';

/**
 * One report file of every released schema version, as it was written then. They are never edited: when the schema
 * changes so that a sample cannot be read, raise SCHEMA_VERSION, add a step to `src/archive/migrate.ts`, and add a
 * sample.
 */
const directory = fileURLToPath(new URL('../frozen/', import.meta.url));
const samples = readdirSync(directory).filter((name) => /^report-.*\.json$/.test(name));

const frozen = (name: string) => {
  const text = readFileSync(`${directory}${name}`, 'utf8');
  const decoded = decodeReport(text, JSON.parse(text).id);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.value;
};

test('there is a sample of every version', () => {
  const versions = samples.map((name) => Number(/^report-v(\d+)\.json$/.exec(name)?.[1]));
  expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1));
});

test.each(samples)('%s is read, and says what it said', (name) => {
  const text = readFileSync(`${directory}${name}`, 'utf8');
  const written = JSON.parse(text);
  const { report } = frozen(name);
  expect(report.schemaVersion).toBe(SCHEMA_VERSION);
  expect(summarize(report)).toMatchObject({
    id: written.id,
    status: written.verdict.status,
    headline: written.verdict.headline,
    figures: {
      'success-rate': written.health.successRate.value,
      traffic: written.health.traffic.last24h,
      predictions: written.scores.count,
      'engagement-rate': written.scores.engagementRate.value,
      'score-p50': written.scores.p50.value,
      'score-p95': written.scores.p95.value,
      'latency-p50': written.latency.p50.value,
      'latency-p95': written.latency.p95.value,
      'latency-p99': written.latency.p99.value,
      'drift-share': written.drift.share,
      'features-drifted': written.drift.drifted,
      'features-tested': written.drift.tested,
      'prediction-drift-p': written.predictionDrift.p,
      'actual-rate': written.outcomes.actualRate?.value ?? null,
    },
  });
});

test('a report of schema 1 counts where it is asked since when something is so', () => {
  const { report } = frozen('report-v1.json');
  const summary = summarize(report);
  const drifted = report.drift.features.filter(({ status }) => status === 'drifted');
  expect(drifted.length).toBeGreaterThan(0);
  const now = Date.parse(report.generatedAt) + 86_400_000;
  const history = historyOf([summary], { id: 'next', now });
  const features = history.withFeatures(report.drift.features);
  expect(features.filter(({ since }) => since?.reports === 2)).toHaveLength(drifted.length);
  const outside = Object.values(history.withFigures(report.figures)).filter(
    ({ since }) => since?.reports === 2,
  );
  expect(outside).toHaveLength(summary.outside?.length ?? -1);
});

test('a figure of a report of schema 1 keeps the status, range and advice that it was written with', () => {
  const { report } = frozen('report-v1.json');
  const written = JSON.parse(readFileSync(`${directory}report-v1.json`, 'utf8'));
  expect(report.figures['success-rate']).toEqual({
    value: written.health.successRate.value,
    status: written.health.successRate.status,
    range: written.health.successRate.range,
    n: written.health.successRate.n,
    interval: written.health.successRate.interval,
    reason: written.health.successRate.reason,
    action: written.health.successRate.action,
  });
  expect(report.figures['score-p95']).toEqual(written.scores.p95);
  expect(report.figures['drift-share']).toMatchObject({
    status: written.drift.status,
    range: { min: 0, max: written.drift.redShare },
  });
  expect(report.figures['actual-rate']).toMatchObject({ value: null, reason: expect.any(String) });
});

test('the record of a report that was pruned under schema 1 is read, with its figures by their ids', () => {
  const text = readFileSync(`${directory}pruned/tombstone-v1.json`, 'utf8');
  const { summary: written } = JSON.parse(text);
  const tombstone = decodeTombstone(text, written.id);
  if (typeof tombstone === 'string') throw new Error(tombstone);
  expect(tombstone.summary).toMatchObject({
    headline: written.headline,
    features: written.features,
    figures: {
      'success-rate': written.successRate,
      traffic: written.last24h,
      predictions: written.predictions,
      'drift-share': written.driftShare,
      'features-tested': written.tested,
      'latency-p99': written.latencyP99,
      'prediction-drift-p': written.predictionDriftP,
    },
  });
  const rows = new Map(summaryRows(tombstone.summary).map(({ id, value }) => [id, value]));
  expect(rows.get('drift-share')).toBe('2 of 8');
  expect(rows.get('actual-rate')).toBe('not recorded');
});
