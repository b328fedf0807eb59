import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Feature, Report } from '../src/report/schema/report.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { CASE_NOW, caseReport } from './support/case-report.ts';
import { ownCase } from './support/cases.ts';
import { workplace } from './support/run-build.ts';

// Expected values: NumPy 2.4 percentiles, SciPy 1.17.1 (ks_2samp; chi2_contingency without correction), scikit-learn 1.9
// and counting, on the files of tests/support/cases.

const build = (name: 'steady' | 'drifted', outcomes = false): Promise<Report> =>
  caseReport({
    predictions: ownCase(`${name}/predictions.jsonl`),
    requests: ownCase(`${name}/api_requests.jsonl`),
    reference: ownCase('reference.csv'),
    ...(outcomes ? { outcomes: ownCase('outcomes.csv') } : {}),
    policy: policySchema.parse({ outcomes: { keyColumn: 'lead_id' }, privacy: { counts: 'exact' } }),
  });

const feature = (report: Report, name: string): Feature => {
  const found = report.drift.features.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no feature ${name}`);
  return found;
};

/** Name, test, statistic, p, effect; V from the shares less its mean by scipy.stats.hypergeom. */
type Tested = readonly [name: string, test: string, statistic: number, p: number, effect: number];

function expectTested(report: Report, [name, test, statistic, p, effect]: Tested): void {
  const tested = feature(report, name);
  expect(tested.test, name).toBe(test);
  expect(tested.statistic, name).toBeCloseTo(statistic, 8);
  expect((tested.p ?? Number.NaN) / p, name).toBeCloseTo(1, 8);
  expect(tested.effect?.value, name).toBeCloseTo(effect, 8);
}

describe('a steady week: endpoint and response_ms, times in Z', () => {
  let report: Report;
  beforeAll(async () => {
    report = await build('steady', true);
  });

  test('counts what the files hold', () => {
    expect(report.inputs.predictions).toMatchObject({ rows: 240, rejected: 0, inWindow: 240 });
    expect(report.inputs.requests).toMatchObject({ rows: 244, rejected: 0, inWindow: 244 });
    expect(report.inputs.reference).toMatchObject({ rows: 180, rejected: 0 });
    expect(report.health.successRate).toMatchObject({
      successes: 240,
      total: 244,
      clientErrors: 4,
      serverErrors: 0,
    });
  });

  test('has NumPy’s percentiles', () => {
    expect(report.scores.p50.value).toBeCloseTo(0.28205, 9);
    expect(report.scores.p95.value).toBeCloseTo(0.56848, 9);
    expect(report.scores.engagementRate.value).toBeCloseTo(20 / 240, 9);
    expect(report.latency.p50.value).toBeCloseTo(1.2935, 9);
    expect(report.latency.p95.value).toBeCloseTo(3.00025, 8);
    expect(report.latency.p99.value).toBeCloseTo(4.07777, 8);
  });

  test.each<Tested>([
    ['industry', 'chisquare', 2.5912694107159444, 0.4590221881743147, 0],
    ['seniority', 'chisquare', 3.815009183941222, 0.14845036901772948, 0.06738502061842769],
    ['company_age', 'ks', 0.06511627906976744, 0.7575107366831686, 0.06511627906976744],
    ['quality', 'ks', 0.07083333333333333, 0.6574588999286043, 0.07083333333333333],
  ])('has SciPy’s test of %s', (...tested) => expectTested(report, tested));

  test('finds no drift, and never makes the lead’s key a feature', () => {
    expect(report.drift).toMatchObject({ tested: 4, drifted: 0, status: 'green' });
    expect(report.drift.features.map(({ name }) => name).toSorted()).toEqual([
      'company_age',
      'industry',
      'quality',
      'seniority',
    ]);
    expect(JSON.stringify(report)).not.toContain('steady-0');
  });

  test('knows the missing cells of the reference', () => {
    expect(feature(report, 'company_age')).toMatchObject({
      nReference: 172,
      missingReference: 8,
      missingProduction: 0,
    });
  });

  test('joins outcomes by the lead’s key, with scikit-learn’s figures', () => {
    expect(report.outcomes).toMatchObject({ present: true, n: 160 });
    expect(report.outcomes.actualRate?.value).toBeCloseTo(52 / 160, 9);
    // The newest whole window whose outcomes are complete: 81 of the 160 leads.
    const realised = report.performance?.realised;
    expect(realised).toMatchObject({ n: 81, positives: 28 });
    expect(realised?.rocAuc?.value).toBeCloseTo(0.6516172506738545, 9);
    expect(realised?.averagePrecision?.value).toBeCloseTo(0.5065851201681171, 9);
    expect(realised?.accuracy?.value).toBeCloseTo(54 / 81, 9);
    expect(realised?.precision?.value).toBeCloseTo(5 / 9, 9);
    expect(realised?.recall?.value).toBeCloseTo(5 / 28, 9);
    expect(realised?.brier?.value).toBeCloseTo(0.2124461856790124, 9);
    expect(realised?.logLoss?.value).toBeCloseTo(0.6123861783578406, 9);
  });
});

describe('a drifted week: path and response_time_ms, times with an offset, two broken lines', () => {
  let report: Report;
  beforeAll(async () => {
    report = await build('drifted');
  });

  test('counts what the files hold, and refuses what it cannot read', () => {
    expect(report.inputs.predictions).toMatchObject({ rows: 242, rejected: 2, inWindow: 240 });
    expect(report.inputs.requests).toMatchObject({ rows: 264, rejected: 0, inWindow: 264 });
    const lines = report.inputs.predictions.reasons.flatMap(({ samples }) => samples.map(({ line }) => line));
    expect(lines.toSorted((a, b) => a - b)).toEqual([52, 123]);
    expect(report.health.successRate).toMatchObject({ successes: 252, total: 264, serverErrors: 12 });
  });

  test('has NumPy’s percentiles', () => {
    expect(report.scores.p50.value).toBeCloseTo(0.35005, 9);
    expect(report.scores.p95.value).toBeCloseTo(0.62228, 9);
    expect(report.scores.engagementRate.value).toBeCloseTo(52 / 240, 9);
    expect(report.latency.p50.value).toBeCloseTo(56.6145, 8);
    expect(report.latency.p95.value).toBeCloseTo(89.87385, 8);
    expect(report.latency.p95.status).toBe('red');
  });

  test.each<Tested>([
    ['industry', 'chisquare', 42.72500341631883, 2.8151036817400677e-9, 0.3160668908869537],
    ['seniority', 'chisquare', 7.394871794871795, 0.024787001471385108, 0.11533042642487101],
    ['company_age', 'ks', 0.5316860465116279, 1.6683583157705747e-26, 0.5316860465116279],
    ['quality', 'ks', 0.0875, 0.39100613811690255, 0.0875],
  ])('has SciPy’s test of %s', (...tested) => expectTested(report, tested));

  test('finds what moved: p < 0.05 for three of four', () => {
    const drifted = report.drift.features.filter(({ status }) => status === 'drifted');
    expect(drifted.map(({ name }) => name).toSorted()).toEqual(['company_age', 'industry', 'seniority']);
    expect(report.drift).toMatchObject({ tested: 4, drifted: 3, share: 0.75 });
    expect(report.verdict.status).toBe('red');
  });
});

test('the command builds a site from them, whose report says the same', async () => {
  const place = await workplace();
  try {
    await writeFile(place.path('exact.json'), JSON.stringify({ privacy: { counts: 'exact' } }));
    const ended = await place.build({
      NOW: CASE_NOW,
      POLICY_PATH: 'exact.json',
      PREDICTIONS_LOG: ownCase('drifted/predictions.jsonl'),
      API_REQUESTS_LOG: ownCase('drifted/api_requests.jsonl'),
      REFERENCE_DATA_PATH: ownCase('reference.csv'),
    });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const report = await place.report();
    expect(report.inputs.predictions).toMatchObject({ rows: 242, rejected: 2 });
    expect(feature(report, 'company_age').p).toBeLessThan(1e-25);
    expect(report.verdict.status).toBe('red');
  } finally {
    await place.remove();
  }
});
