import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '../src/archive/archive.ts';
import { makeReports } from '../src/pipeline/backfill/make-reports.ts';
import type { Report } from '../src/report/schema/report.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { silentReporter } from '../src/settings/reporter.ts';
import { readSettings } from '../src/settings/settings.ts';
import { DAY_MS } from '../src/wording/time.ts';
import { expectCriticalPerformance, writeShuffledOutcomes } from './support/car-loan.ts';
import { describeWithCases } from './support/cases.ts';
import { rounds } from './support/effort.ts';

const FIRST = Date.parse('2018-11-14T18:00:00Z');
const timeOf = (report: number): number => FIRST + (report - 1) * 15 * DAY_MS;
/** Reports of the archive, of twenty; the state of the rules over all of them is tested without an archive, too. */
const NUMBERS = rounds(0, 1) === 1 ? Array.from({ length: 20 }, (_, i) => i + 1) : [1, 12, 13, 14, 20];
const policy = policySchema.parse({
  window: { days: 15 },
  outcomes: { keyColumn: 'lead_id', maturityDays: 7 },
  reference: { scores: 'holdout' },
});

// Each report hears of the state of the rules from the one before it in the archive.
describeWithCases('an archive of reports of a model with outcomes', (path) => {
  let directory: string;
  let reports: readonly Report[];

  async function archived(name: string, outcomes: string, times: readonly number[]): Promise<Report[]> {
    const settings = readSettings(
      {
        PREDICTIONS_LOG: path('car-loan/predictions.jsonl.gz'),
        REFERENCE_DATA_PATH: path('car-loan/reference.csv'),
        OUTCOMES_PATH: outcomes,
        ARCHIVE_DIR: join(directory, name),
        OUT_DIR: join(directory, 'dist'),
        NOW: '2019-09-15T18:00:00Z',
      },
      directory,
      Date.now,
    );
    const scratch = join(directory, `scratch-${name}`);
    mkdirSync(scratch);
    const archive = openArchive(settings.archiveDir);
    const made: Report[] = [];
    const options = {
      settings,
      policy,
      times,
      reporter: silentReporter,
      signal: new AbortController().signal,
      clock: () => FIRST,
    };
    await makeReports(options, archive, scratch, made);
    // As they lie in the archive, not as they were handed on.
    return made.map(({ id }) => archive.read(id));
  }

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'car-loan-archive-'));
    reports = await archived('all', path('car-loan/outcomes.csv'), NUMBERS.map(timeOf));
  }, 900_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const alertOf = ({ alerts }: Report, id: string) => alerts.find((alert) => alert.id === id);
  /** Reports from one on, each with its number. */
  const from = (first: number) =>
    NUMBERS.flatMap((number, i) => {
      const report = reports[i];
      return number < first || report === undefined ? [] : [{ number, report }];
    });

  test('the performance drop fires from report 13 to the last, and never before', () => {
    for (const { number, report } of from(1)) {
      const alert = alertOf(report, 'performance-drop');
      expect(alert?.status, `report ${number}`).toBe(number < 13 ? 'ok' : 'firing');
      const trigger = report.retraining.triggers.find(({ id }) => id === 'performance-drop');
      expect(trigger?.status).toBe(number < 13 ? 'not-met' : 'met');
    }
  });

  test('a fall of less than four points of accuracy is Attention in the section, the alert and the verdict', () => {
    for (const { report } of from(13)) {
      expect(report.performance?.status).toBe('yellow');
      expect(alertOf(report, 'performance-drop')?.weighs).toBe('yellow');
      const said = report.verdict.reasons.filter(({ text }) =>
        text.startsWith('Performance drop: Accuracy fell by'),
      );
      expect(said.map(({ status }) => status)).toEqual(['yellow']);
    }
  });

  test('since counts reports and days from the thirteenth on', () => {
    const [first] = from(13);
    from(13).forEach(({ number, report }, i) => {
      const since = { report: first?.report.id, reports: i + 1, days: (number - 13) * 15 };
      expect(alertOf(report, 'performance-drop')?.since, `report ${number}`).toMatchObject(since);
      const said = report.verdict.reasons.find(({ text }) => text.startsWith('Performance drop'));
      expect(said?.text.includes('; since 13 May)')).toBe(i > 0);
    });
  });

  test('features that moved with report 11 or 12 say since when', () => {
    const last = reports.at(-1);
    for (const name of ['car_value', 'salary_range', 'loan_length', 'repaid_loan_on_prev_car']) {
      const { since, status } = last?.drift.features.find((feature) => feature.name === name) ?? {};
      expect(status, name).toBe('drifted');
      const first = from(11).find(({ report }) => report.id === since?.report)?.number ?? 0;
      expect([11, 12], name).toContain(first);
      expect(since, name).toMatchObject({ reports: from(first).length, days: (20 - first) * 15 });
    }
  });

  // Drift begins in report 11, in these four inputs.
  test('one of the inputs that moved is named as what moved the scores, and it is covariate shift', () => {
    for (const { number, report } of from(1)) {
      const { kind, dataDrift, accuracy } = report.diagnosis;
      if (number < 11) expect(['concept', 'both'], `report ${number}`).not.toContain(kind);
      if (number < 12) continue;
      expect([kind, dataDrift, accuracy], `report ${number}`).toEqual(['covariate', 'yes', 'degraded']);
      // In report 12 for the first time, which the next one has to confirm.
      expect(report.performance?.drop.state).toBe(number === 12 ? 'suspected' : 'open');
      const { attribution } = report;
      expect(attribution).toMatchObject({ method: 'surrogate', against: 'reference' });
      const [largest] = attribution?.rows ?? [];
      expect(['car_value', 'salary_range', 'loan_length', 'repaid_loan_on_prev_car']).toContain(
        largest?.feature,
      );
      expect(Math.min(...(largest?.interval ?? []).map(Math.abs))).toBeGreaterThan(0.01);
      const parts = (attribution?.rows ?? []).reduce(
        (sum, row) => sum + row.contribution,
        attribution?.rest ?? 1,
      );
      expect(Math.abs(parts - (attribution?.total ?? 0))).toBeLessThan(1e-9);
    }
  });

  test('a reference that the model had not seen is the baseline', () => {
    const [first] = reports;
    expect(first?.performance).toMatchObject({ status: 'green', baselineSource: 'holdout' });
    expect(first?.performance?.baseline?.rocAuc?.value).toBeCloseTo(0.971, 3);
  });

  test('shuffled outcomes are Critical in the first mature report, performance first, in mail and badge', async () => {
    const file = join(directory, 'shuffled.csv');
    writeShuffledOutcomes(path('car-loan/outcomes.csv'), file, { seed: 3 });
    const [report] = await archived('shuffled', file, [timeOf(1)]);
    if (report === undefined) throw new Error('no report');
    expect(report.performance).toMatchObject({ status: 'red', drop: { state: 'open', critical: true } });
    expect(report.verdict.status).toBe('red');
    expect(report.verdict.reasons[0]).toMatchObject({
      status: 'red',
      section: 'outcomes',
      text: expect.stringMatching(/^Performance: The model does not rank leads better than chance/),
    });
    expect(report.retraining.recommended).toBe(true);
    expect(alertOf(report, 'performance-drop')?.weighs).toBe('red');
    expectCriticalPerformance(report);
  }, 300_000);
});
