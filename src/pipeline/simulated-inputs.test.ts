import { describe, expect, test } from 'vitest';
import { rounds } from '../../tests/support/effort.ts';
import { simulatedReport } from '../../tests/support/simulated-report.ts';
import { type Report, reportSchema } from '../report/schema/report.ts';
import { policySchema } from '../settings/policy-schema.ts';

const NOW = Date.parse('2026-02-20T12:05:00Z');
const DAY_MS = 86_400_000;

/** What somebody sees who has no log yet: everything. */
function expectAllShown({ modelVersions, segments, ...report }: Report): void {
  const { performance, ranking, attribution, diagnosis, outcomes, verdict } = report;
  expect(verdict.status, verdict.headline).not.toBe('red');
  expect(verdict.coverage?.missing.map(({ area }) => area)).not.toContain('performance');
  expect(performance).toMatchObject({
    judgement: 'judged',
    population: 'all',
    baselineSource: 'holdout',
    maturity: { provisional: false },
    realised: expect.anything(),
    estimated: expect.anything(),
    baseline: expect.anything(),
    expected: expect.anything(),
    detectable: expect.anything(),
    residual: expect.anything(),
  });
  expect(performance?.looks.map(({ weeks }) => weeks)).toEqual([1, 4, 13]);
  expect(performance?.calibration.length).toBeGreaterThan(3);
  expect(performance?.labelledByScore).toHaveLength(10);
  const weeks = performance?.windows ?? [];
  expect(weeks.filter(({ mature }) => mature).length).toBeGreaterThanOrEqual(13);
  expect(weeks.filter(({ mature }) => !mature).length).toBeGreaterThanOrEqual(1);
  expect(['red', 'unknown']).not.toContain(ranking?.status);
  for (const source of ['realised', 'estimated', 'baseline']) {
    expect(ranking?.rows.find((row) => row.k === 0.1 && row.source === source)?.lift).not.toBeNull();
  }
  expect(ranking?.target).not.toBeNull();
  expect(ranking?.gains.length).toBeGreaterThan(10);
  expect(ranking?.deciles.length).toBeGreaterThan(2);
  expect(segments?.features.length).toBeGreaterThan(3);
  expect(segments?.mix.length).toBeGreaterThan(3);
  expect(modelVersions).toMatchObject([
    { second: { shadow: true }, design: 'paired', rocAuc: expect.anything(), sameLeads: expect.anything() },
  ]);
  expect(ranking?.weeks.length).toBe(weeks.length);
  expect(attribution).toMatchObject({ method: 'surrogate', reason: null });
  expect(attribution?.rows).toHaveLength(8);
  expect(diagnosis.accuracy).not.toBe('unknown');
  expect(outcomes.present).toBe(true);
}

describe('the simulated report', () => {
  test('shows everything, at any time, and is never Critical', async () => {
    for (let round = 0; round < rounds(2, 20); round++) {
      const report = await simulatedReport(NOW + round * (17.3 * DAY_MS + 1_234_567));
      expectAllShown(report);
      expect(report.simulated).toBe(true);
      expect(reportSchema.safeParse(report).success).toBe(true);
    }
  }, 120_000);

  test('is the same, byte for byte, when computed again', async () => {
    const [once, again] = [await simulatedReport(NOW), await simulatedReport(NOW)];
    expect(JSON.stringify(again)).toBe(JSON.stringify(once));
    expect(once.diagnosis.kind).toBe('covariate');
    expect(once.segments).toMatchObject({ status: 'green', reason: null });
    expect(once.segments?.features).toHaveLength(8);
    expect(once.segments?.mix).toHaveLength(8);
    expect(once.drift.features.filter(({ status }) => status === 'drifted').map(({ name }) => name)).toEqual([
      'industry',
    ]);
  }, 60_000);

  test('is not Critical with other seeds either', async () => {
    for (let seed = 1; seed <= rounds(1, 40); seed++) {
      const { verdict } = await simulatedReport(NOW, { seed });
      expect(verdict.status, `${seed}: ${verdict.headline}`).not.toBe('red');
    }
  }, 240_000);

  test("stands whatever the policy says of the team's own columns, labels and windows", async () => {
    const policy = policySchema.parse({
      window: { days: 14 },
      columns: { predictions: { score: 'payload.p', input: 'features' }, reference: { score: 'p' } },
      outcomes: {
        keyColumn: 'email',
        dateColumn: 'closed_on',
        outcomeColumn: 'won',
        contacted: { column: 'called', value: 'yes' },
        absentMeans: 'negative',
      },
      reference: { scores: 'training', modelVersion: '9' },
      scores: { positiveLabel: 'won', labelThreshold: 0.4 },
    });
    const report = await simulatedReport(NOW, { policy });
    expectAllShown(report);
    expect(report.inputs.predictions).toMatchObject({ rejected: 0, labelDisagreements: 0 });
    expect(report.inputs.outcomes).toMatchObject({ rejected: 0 });
    expect(report.window.days).toBe(14);
  }, 60_000);
});
