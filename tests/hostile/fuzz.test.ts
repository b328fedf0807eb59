import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MonitorError } from '../../src/monitor-error.ts';
import { type Report, reportSchema } from '../../src/report/schema/report.ts';
import { CASE_NOW, caseReport } from '../support/case-report.ts';
import { rounds } from '../support/effort.ts';
import { checkMessages, checkSiteOf } from '../support/hostile/fuzz-surfaces.ts';
import { PAYLOADS } from '../support/hostile/payloads.ts';

/**
 * Generated logs through the whole pipeline from files to report, messages, archive and site. `FUZZ_RUNS=3000` tries
 * 3,000 (a test run tries 25). fast-check prints seed and path of a counter-example, and `FUZZ_SEED` takes the seed.
 */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? rounds(25, 60));
const SEED = process.env['FUZZ_SEED'];
/** A case takes about 0.3 s on a slow machine; the limit leaves a wide margin. */
const TIMEOUT_MS = 120_000 + RUNS * 3_000;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fuzz-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('industry', 'quality', 'size', 'title') },
  { weight: 1, arbitrary: fc.constantFrom(...PAYLOADS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);
const oddNumber = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 2 ** 53, 0.1, 1e-300),
  fc.integer({ min: -5, max: 5 }),
);
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Banking', 'Retail', 'Energy', 1, 2, 3, 7.5) },
  { weight: 2, arbitrary: oddNumber },
  { weight: 1, arbitrary: fc.constantFrom(...PAYLOADS) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const time = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .integer({ min: 0, max: 8 * 86_400 })
      .map((seconds) => new Date(Date.parse(CASE_NOW) - seconds * 1_000).toISOString()),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      '2026-02-20T12:00:00',
      '2026-02-20T12:00:00+05:45',
      '9999-12-31T23:59:59Z',
      '1970-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      '',
      null,
      1_771_588_800,
    ),
  },
);
const prediction = fc.record(
  {
    timestamp: time,
    input: fc.oneof(
      { weight: 8, arbitrary: fc.dictionary(name, value, { maxKeys: 5 }) },
      fc.jsonValue({ maxDepth: 1 }),
    ),
    score: fc.oneof({ weight: 8, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) }, value),
    label: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('engaged', 'not_engaged') }, value),
    inference_ms: fc.oneof({ weight: 8, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) }, value),
    model_version: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('1', '2') }, value),
  },
  { requiredKeys: ['timestamp', 'input', 'score', 'label'] },
);
const request = fc.record(
  {
    timestamp: time,
    endpoint: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('/predict', '/health') }, value),
    method: fc.constantFrom('GET', 'POST', 'post', ''),
    status_code: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(200, 404, 422, 500) }, value),
    response_ms: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 900 }) }, value),
    path: fc.constantFrom('/predict', null),
  },
  { requiredKeys: ['timestamp', 'status_code'] },
);
/** Lines of JSON, some of them truncated, duplicated or invalid. */
const linesOf = (record: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          { weight: 12, arbitrary: record.map((one) => JSON.stringify(one)) },
          { weight: 1, arbitrary: record.map((one) => JSON.stringify(one).slice(0, 30)) },
          {
            weight: 1,
            arbitrary: fc.constantFrom('{}', '[]', 'null', '{"score":NaN}', '{"a":1,"a":2}', '\0', '"'),
          },
          { weight: 1, arbitrary: fc.string({ maxLength: 30 }).map((text) => text.replace(/[\r\n]/g, ' ')) },
        ),
        fc.constantFrom(1, 1, 1, 6, 40),
      ),
      { maxLength: 14 },
    )
    .map((lines) => lines.map(([line, times]) => `${line}\n`.repeat(times)).join(''));

const cell = value.map((one) => {
  const text = typeof one === 'string' ? one : JSON.stringify(one);
  return `"${text.replaceAll('"', '""')}"`;
});
const reference = fc
  .array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 12 })
  .map(
    (rows) => `industry,quality,size,score\n${rows.map((row) => `${row.join(',')}\n`.repeat(5)).join('')}`,
  );

const logs = fc.record({
  predictions: linesOf(prediction),
  requests: fc.option(linesOf(request)),
  reference: fc.option(reference),
  outcomes: fc.option(
    fc
      .array(fc.constantFrom('2026-02-19,1', '2026-02-18,0', '2026-02-18,x', ',,', 'x'), { maxLength: 40 })
      .map((rows) => `date,engaged\n${rows.join('\n')}`),
  ),
});

const tally = { reports: 0, refusals: 0, rows: 0, rejected: 0, pages: 0 };
const reports: Report[] = [];

test(
  `${RUNS} generated logs: a valid report whose counts agree and what is told of it, or an error with words`,
  async () => {
    await fc.assert(
      fc.asyncProperty(logs, async (generated) => {
        const write = async (name: string, content: string | null): Promise<string | null> => {
          if (content === null) return null;
          await writeFile(join(directory, name), content);
          return join(directory, name);
        };
        const outcomes = await write('outcomes.csv', generated.outcomes);
        const inputs = {
          predictions: await write('p.jsonl', generated.predictions),
          requests: await write('r.jsonl', generated.requests),
          reference: await write('reference.csv', generated.reference),
          ...(outcomes === null ? {} : { outcomes }),
        };
        let report: Report;
        try {
          report = await caseReport(inputs);
        } catch (error) {
          if (!(error instanceof MonitorError)) throw error;
          tally.refusals++;
          expect(error.exitCode).toBe(3);
          expect(error.message).toMatch(/reference|outcomes/);
          return;
        }
        tally.reports++;
        checkReport(report, generated);
        await checkMessages(report, reports.at(-1) ?? null);
        reports.push(report);
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
    expect(tally.reports).toBeGreaterThan(RUNS / 4);
    expect(tally.rejected).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  'one site of all those reports: every file is what it says, no link is broken',
  async () => {
    tally.pages = await checkSiteOf(reports, directory);
    expect(tally.pages).toBeGreaterThan(reports.length);
    console.log(`fuzz: ${JSON.stringify(tally)}`);
  },
  TIMEOUT_MS,
);

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
/** Number of non-blank lines, independent of our reader. */
const linesIn = (text: string | null): number =>
  (text ?? '').split('\n').filter((line) => line.trim() !== '').length;

function checkReport(report: Report, generated: { predictions: string; requests: string | null }): void {
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(reportSchema.safeParse(report).success).toBe(true);
  for (const [log, text] of [
    [report.inputs.predictions, generated.predictions],
    [report.inputs.requests, generated.requests],
  ] as const) {
    expect(log.rows).toBe(linesIn(text));
    expect(sum(log.reasons.map((reason) => reason.count))).toBe(log.rejected);
    // Rows between the window's end and now exist only where the window fell back to older days.
    const counted = log.rejected + log.inWindow + log.beforeWindow + log.afterNow;
    if (report.window.fallback) expect(counted).toBeLessThanOrEqual(log.rows);
    else expect(counted).toBe(log.rows);
    tally.rows += log.rows;
    tally.rejected += log.rejected;
  }
  const { scores, health, drift, verdict } = report;
  expect(scores.count).toBe(report.inputs.predictions.inWindow);
  // Leads are counted once each, in multiples of k: never more than there are rows.
  for (const counts of [scores.histogram.production, scores.labels.map((label) => label.count)]) {
    expect(sum(counts)).toBeLessThanOrEqual(scores.count);
    expect(counts.filter((count) => count % 5 !== 0)).toEqual([]);
  }
  expect(sum(scores.series.points.map((point) => point.count))).toBe(scores.count);
  const { successes, total, clientErrors, serverErrors } = health.successRate;
  expect(sum(health.endpoints.map((endpoint) => endpoint.count))).toBe(total);
  expect(successes + clientErrors + serverErrors).toBeLessThanOrEqual(total);
  for (const feature of drift.features) {
    expect(feature.nProduction + feature.missingProduction).toBeLessThanOrEqual(scores.count);
    if (feature.status === 'drifted') expect(feature.inShare || feature.type === 'text').toBe(true);
    if (feature.summary.production?.kind === 'numeric') expect(feature.nProduction).toBeGreaterThanOrEqual(5);
    if (feature.summary.reference?.kind === 'numeric') expect(feature.nReference).toBeGreaterThanOrEqual(5);
    if (feature.distribution.kind !== 'categories') continue;
    for (const one of feature.distribution.categories) {
      expect(Math.max(one.reference, one.production)).toBeGreaterThanOrEqual(5);
    }
  }
  expect(new Set(drift.features.map((feature) => feature.slug)).size).toBe(drift.features.length);
  expect(drift.tested).toBe(drift.features.filter((feature) => feature.inShare).length);
  expect(drift.drifted).toBe(
    drift.features.filter((feature) => feature.inShare && feature.status === 'drifted').length,
  );
  const worst = verdict.reasons.some((reason) => reason.status === 'red') ? 'red' : 'yellow';
  if (verdict.status === 'green') expect(verdict.reasons).toEqual([]);
  if (verdict.status === 'red' || verdict.status === 'yellow') expect(verdict.status).toBe(worst);
  if (scores.count === 0 && total === 0 && verdict.status === 'green') expect.fail('green without data');
}
