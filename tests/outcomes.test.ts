import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../src/report/schema/report.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { CASE_NOW, caseReport } from './support/case-report.ts';

/** Leads with scores and outcomes chosen so that every count is known. */
const LEADS = Array.from({ length: 200 }, (_, i) => ({
  id: `lead-${i}`,
  score: i % 2 === 0 ? 0.9 : 0.1,
  // Right for the first 120, wrong for the other 80: accuracy 0.6.
  engaged: i < 120 ? i % 2 === 0 : i % 2 === 1,
  channel: i % 3 === 0 ? 'mail' : 'call',
}));
const DAY_MS = 86_400_000;
const now = Date.parse(CASE_NOW);

let directory: string;
let report: Report;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'outcomes-'));
  const file = (name: string, lines: readonly string[]): string => {
    const path = join(directory, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };
  const predictions = LEADS.map((lead, i) =>
    JSON.stringify({
      timestamp: new Date(now - 5 * DAY_MS + i * 1_000).toISOString(),
      input: { channel: lead.channel, lead_id: lead.id },
      score: lead.score,
      label: lead.score > 0.5 ? 'engaged' : 'not_engaged',
      inference_ms: 0.4,
      model_version: '1',
    }),
  );
  const date = new Date(now - 2 * DAY_MS).toISOString().slice(0, 10);
  const outcomes = LEADS.map((lead) => `${date},${lead.engaged ? 1 : 0},${lead.id}`);
  // Ten leads of the outcomes have no prediction.
  const unknownLeads = Array.from({ length: 10 }, (_, i) => `${date},1,stranger-${i}`);
  // The reference is right in 95 of 100.
  const reference = Array.from({ length: 300 }, (_, i) => {
    const right = i % 20 !== 0;
    const high = i % 2 === 0;
    return `${i % 3 === 0 ? 'mail' : 'call'},${high ? 0.9 : 0.1},${high === right ? 1 : 0}`;
  });
  report = await caseReport({
    predictions: file('predictions.jsonl', predictions),
    requests: null,
    reference: file('reference.csv', ['channel,score,engaged', ...reference]),
    outcomes: file('outcomes.csv', ['date,engaged,lead_id', ...outcomes, ...unknownLeads]),
    policy: policySchema.parse({
      outcomes: { keyColumn: 'lead_id', maturityDays: 3 },
      reference: { scores: 'holdout' },
      privacy: { counts: 'exact' },
    }),
    referenceScores: {
      source: 'reference-column',
      values: Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 0.9 : 0.1)),
      description: 'the score column of the reference',
    },
  });
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('outcomes that carry the lead’s key', () => {
  test('give the actual rate of all, and the quality of those that were predicted', () => {
    expect(report.outcomes).toMatchObject({ present: true, n: 210, joined: 200 });
    expect(report.outcomes.actualRate?.value).toBeCloseTo(110 / 210, 9);
    // 60 of 100 high ones engaged, and 40 of 100 low ones.
    expect(report.performance?.realised).toMatchObject({
      n: 200,
      positives: 100,
      accuracy: { value: 0.6 },
      precision: { value: 0.6 },
      recall: { value: 0.6 },
    });
  });

  test('show that accuracy fell from the baseline’s, which is concept drift while no input moved', () => {
    expect(report.performance?.baseline?.accuracy?.value).toBe(0.95);
    expect(report.drift).toMatchObject({ tested: 1, drifted: 0 });
    expect(report.diagnosis).toMatchObject({ accuracy: 'degraded', dataDrift: 'no', kind: 'concept' });
  });

  test('are critical at once where the fall is beyond doubt, with the alert and the trigger', () => {
    expect(report.performance).toMatchObject({ status: 'red', drop: { state: 'open', critical: true } });
    expect(report.outcomes.status).toBe('red');
    expect(report.verdict.status).toBe('red');
    expect(report.verdict.reasons[0]?.text).toMatch(/^Performance: (ROC AUC|Accuracy) fell by/);
    expect(report.alerts.find(({ id }) => id === 'performance-drop')?.status).toBe('firing');
    expect(report.retraining.triggers.find(({ id }) => id === 'performance-drop')?.status).toBe('met');
  });

  test('stand beside the estimate, which cannot see that', () => {
    expect(report.performance?.estimated?.n).toBe(200);
    // Platt's smoothed targets pull it towards the middle by a little.
    const { value = 0 } = report.performance?.estimated?.accuracy ?? {};
    expect(Math.abs(value - 0.95)).toBeLessThan(0.01);
  });

  test('never make the key a feature', () => {
    expect(report.drift.features.map((feature) => feature.name)).toEqual(['channel']);
    expect(JSON.stringify(report)).not.toContain('lead-1');
  });
});
