import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReferenceScores } from '../src/model/reference-scores.ts';
import type { Report } from '../src/report/schema/report.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { expectCriticalPerformance, writeShuffledOutcomes } from './support/car-loan.ts';
import { caseReport } from './support/case-report.ts';
import { describeWithCases } from './support/cases.ts';

const FIRST = Date.parse('2018-11-14T18:00:00Z');
const nthReport = (n: number): string => new Date(FIRST + (n - 1) * 15 * 86_400_000).toISOString();
const policy = policySchema.parse({ window: { days: 15 }, outcomes: { keyColumn: 'lead_id' } });

// Outcomes one to seven days late, and a model whose realised ROC AUC is 0.96 to 0.97 throughout (NannyML).
describeWithCases('a model with outcomes', (path) => {
  let directory: string;
  let referenceScores: ReferenceScores;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'car-loan-'));
    const [header = '', ...lines] = readFileSync(path('car-loan/reference.csv'), 'utf8').trim().split('\n');
    const column = header.split(',').indexOf('score');
    const values = lines.map((line) => Number(line.split(',')[column]));
    referenceScores = { source: 'reference-column', values, description: 'the score column' };
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const build = (
    now: string,
    outcomes: string,
    given = policy,
    predictions = path('car-loan/predictions.jsonl.gz'),
  ): Promise<Report> =>
    caseReport({
      predictions,
      requests: null,
      reference: path('car-loan/reference.csv'),
      outcomes,
      now,
      policy: given,
      referenceScores,
    });

  const shuffledFrom = (from: string): string => {
    const file = join(directory, `shuffled-${from}.csv`);
    writeShuffledOutcomes(path('car-loan/outcomes.csv'), file, { seed: 1, from });
    return file;
  };

  test.each([1, 11, 20])('report %i finds that it ranks', async (n) => {
    const { performance, verdict, retraining } = await build(nthReport(n), path('car-loan/outcomes.csv'));
    expect(performance).toMatchObject({ status: 'green', judgement: 'judged', baselineSource: 'outcomes' });
    expect(performance?.realised?.rocAuc?.value).toBeGreaterThan(0.95);
    expect(verdict.reasons.map((reason) => reason.text).join()).not.toMatch(
      /Performance|Predicted to engage/,
    );
    expect(retraining.triggers.find(({ id }) => id === 'performance-drop')?.status).toBe('not-met');
    expect(verdict.coverage?.missing.map(({ area }) => area)).not.toContain('performance');
  });

  test('a log that writes its numbers as strings is compared in all features, as numbers', async () => {
    const lines = gunzipSync(readFileSync(path('car-loan/predictions.jsonl.gz')))
      .toString()
      .split('\n', 2_400);
    const written = lines.map((line) => {
      const row: { input: Record<string, unknown> } = JSON.parse(line);
      const input = Object.entries(row.input).map(([name, value]) => [name, String(value)]);
      return JSON.stringify({ ...row, input: Object.fromEntries(input) });
    });
    const predictions = join(directory, 'strings.jsonl');
    writeFileSync(predictions, `${written.join('\n')}\n`);
    const { drift } = await build(nthReport(1), path('car-loan/outcomes.csv'), policy, predictions);
    expect(drift.tested).toBe(7);
    const numbers = ['car_value', 'debt_to_income_ratio', 'driver_tenure', 'loan_length'];
    expect(
      drift.features
        .filter(({ test: used }) => used === 'ks')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(numbers);
  });

  describe.each([
    ['outcomes that have nothing to do with the scores', 1, ''],
    ['outcomes that lately have nothing to do with the scores', 20, '2019-08-01'],
  ])('with %s', (_, n, from) => {
    let report: Report;
    beforeAll(async () => {
      report = await build(nthReport(n), shuffledFrom(from));
    });

    test('it is critical, performance first, and retraining is recommended', () => {
      const { verdict, retraining, drift } = report;
      expect(verdict.status).toBe('red');
      expect(verdict.reasons[0]).toMatchObject({
        status: 'red',
        section: 'outcomes',
        text: expect.stringMatching(
          /^Performance: (The model does not rank leads better than chance: ROC AUC 0\.(4[5-9]|5[0-4])|ROC AUC fell by 0\.[34])/,
        ),
      });
      expect(verdict.headline).toContain('Performance');
      expect(retraining.recommended).toBe(true);
      expect(retraining.triggers.find(({ id }) => id === 'performance-drop')?.status).toBe('met');
      if (n === 1) expect(drift.status).toBe('green');
    });

    test('the mail, the badge and the gate say so', () => {
      expectCriticalPerformance(report);
    });
  });
});
