import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Feature, Report } from '../src/report/schema/report.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { caseReport } from './support/case-report.ts';
import { describeWithCases } from './support/cases.ts';

// Expected values: pandas 2 and SciPy 1.17 on the same files (ks_2samp; chi2_contingency without correction, on
// tables whose categories with an expected count below 5 were pooled), numpy percentiles, and counting.

// What is compared with SciPy is what is judged: before it is rounded for publishing.
const EXACT = policySchema.parse({ privacy: { counts: 'exact' } });

const feature = (report: Report, name: string): Feature => {
  const found = report.drift.features.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no feature ${name}`);
  return found;
};

/** Strings of `input` that occur fewer than five times in both the log and the reference. */
function rareValues(log: string, reference: string): string[] {
  const seen = new Map<string, [number, number]>();
  const count = (name: string, value: unknown, side: 0 | 1): void => {
    if (typeof value !== 'string' || value === '') return;
    const counts = seen.get(JSON.stringify([name, value])) ?? [0, 0];
    counts[side]++;
    seen.set(JSON.stringify([name, value]), counts);
  };
  for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
    const { input }: { input: Record<string, unknown> } = JSON.parse(line);
    for (const [name, value] of Object.entries(input)) count(name, value, 0);
  }
  const rows: Record<string, string>[] = parse(readFileSync(reference, 'utf8'), { columns: true });
  for (const row of rows) for (const [name, value] of Object.entries(row)) count(name, value, 1);
  const common = new Set<string>();
  const rare = new Set<string>();
  for (const [key, counts] of seen) {
    const [, value]: [string, string] = JSON.parse(key);
    (Math.max(...counts) < 5 ? rare : common).add(value);
  }
  return [...rare].filter((value) => !common.has(value));
}

describeWithCases('the real cases', (path) => {
  const build = (logs: string, reference: string): Promise<Report> =>
    caseReport({
      predictions: path(`${logs}/predictions.jsonl`),
      requests: path(`${logs}/api_requests.jsonl`),
      reference: path(`reference/${reference}.csv`),
      policy: EXACT,
    });

  describe('steady', () => {
    let report: Report;
    beforeAll(async () => {
      report = await build('steady', 'leads_raw');
    });

    test('counts what the files hold', () => {
      expect(report.inputs.predictions).toMatchObject({ rows: 1_200, rejected: 0, inWindow: 1_200 });
      expect(report.inputs.requests).toMatchObject({ rows: 1_328, rejected: 0, inWindow: 1_328 });
      expect(report.inputs.reference).toMatchObject({ rows: 303, rejected: 0, columns: 18 });
      expect(report.health.successRate).toMatchObject({
        successes: 1_320,
        total: 1_328,
        clientErrors: 8,
        serverErrors: 0,
        status: 'green',
      });
      expect(report.health.successRate.value).toBeCloseTo(1_320 / 1_328, 9);
      expect(report.health.traffic).toMatchObject({ total: 1_200, status: 'green' });
    });

    test('has numpy’s percentiles', () => {
      expect(report.scores.p50.value).toBeCloseTo(0.4845, 9);
      expect(report.scores.p95.value).toBeCloseTo(0.9813, 9);
      expect(report.scores.engagementRate.value).toBeCloseTo(0.488333333333, 9);
      expect(report.latency.p50.value).toBeCloseTo(55.2655, 6);
      expect(report.latency.p95.value).toBeCloseTo(73.85085, 6);
      expect(report.latency.p99.value).toBeCloseTo(105.40286, 5);
      expect(report.latency.response.p95).toBeCloseTo(76.9129, 6);
    });

    test.each([
      ['llm_engagement', 0.013886138613861386, 0.9999999994908024],
      ['llm_quality', 0.02141914191419142, 0.9997686444766304],
      ['llm_decision_maker', 0.036707920792079206, 0.8857293200275508],
      ['llm_seniority', 1.117199691145321, 0.7729237160705966],
      ['companysize', 1.6774640926639846, 0.946847785472019],
    ])('has SciPy’s test of %s', (name, statistic, p) => {
      const tested = feature(report, name);
      expect(tested.statistic).toBeCloseTo(statistic, 8);
      expect(tested.p).toBeCloseTo(p, 8);
      expect(tested.status).toBe('stable');
    });

    // Statistic of the pooled table by SciPy; p of pooled and whole table together by ranks among 20,000 tables of NumPy.
    test.each([
      ['llm_industry', 2.430654013151045, 0.99985],
      ['location', 0.5743158210910376, 0.98495],
    ])('tests sparse %s by the pooled and the whole table together', (name, statistic, p) => {
      const tested = feature(report, name);
      expect(tested).toMatchObject({ status: 'stable', pMethod: 'monte-carlo' });
      expect(tested.statistic).toBeCloseTo(statistic, 8);
      expect(Math.abs((tested.p ?? 0) - p)).toBeLessThan(0.1);
    });

    test('infers the types, text where free text is', () => {
      const types = Map.groupBy(report.drift.features, (f) => f.type);
      const names = (type: Feature['type']) =>
        types
          .get(type)
          ?.map((f) => f.name)
          .toSorted();
      expect(names('text')).toEqual(['jobtitle', 'languages', 'skills']);
      expect(names('numeric')).toEqual([
        'companyfoundedon',
        'llm_decision_maker',
        'llm_engagement',
        'llm_quality',
      ]);
      expect(names('categorical')).toHaveLength(11);
    });

    test('finds no drift, and the slow API that the log shows', () => {
      expect(report.drift).toMatchObject({ status: 'green', drifted: 0, share: 0 });
      expect(report.verdict.status).toBe('yellow');
      const statuses = new Map(report.alerts.map((alert) => [alert.id, alert.status]));
      expect(statuses.get('slow-inference')).toBe('firing');
      expect(statuses.get('high-error-rate')).toBe('fired');
      expect(statuses.get('api-down')).toBe('ok');
      expect(report.latency.p95.status).toBe('red');
    });

    test('carries no raw input beyond categories that at least five leads share', () => {
      const text = JSON.stringify(report);
      // Values of single leads (job title, skills, place) and a path requested by a single caller.
      for (const secret of ['Digital Transformation Manager', 'PL/SQL', 'Kalamazoo', '/nowhere']) {
        expect(text).not.toContain(secret);
      }
      expect(text).not.toMatch(/undefined|NaN/);
    });

    test('names no category that fewer than five leads on either side share', () => {
      const text = JSON.stringify(report);
      const rare = rareValues(path('steady/predictions.jsonl'), path('reference/leads_raw.csv'));
      expect(rare.length).toBeGreaterThan(500);
      expect(rare.filter((value) => text.includes(JSON.stringify(value)))).toEqual([]);
    });

    test('stays small: 18 features in at most 96 kB of JSON, 20 kB compressed', () => {
      const text = JSON.stringify(report);
      expect(Buffer.byteLength(text)).toBeLessThan(96_000);
      expect(gzipSync(text).length).toBeLessThan(20_000);
    });

    test('is the same, byte for byte, when computed again', async () => {
      const again = await build('steady', 'leads_raw');
      expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    });
  });

  describe('new vertical', () => {
    let report: Report;
    beforeAll(async () => {
      report = await build('new-vertical', 'leads_raw');
    });

    test.each([
      ['llm_geography', 86.81990718080174, 1.403772389170529e-19],
      // Sparse, and clear: twice the pooled p (two tests).
      ['llm_industry', 79.34786530365854, 2 * 6.737650695297986e-13],
      ['companyindustry', 73.71167912150501, 2 * 2.6184303639000314e-13],
      ['location', 72.81597336428517, 2 * 5.770010740988443e-15],
      ['llm_business_type', 20.312977112758908, 0.0004331323171009322],
      ['llm_decision_maker', 0.12143564356435643, 0.004711379736672622],
      ['companyfoundedon', 0.1428065201984408, 0.048867413272550536],
    ])('flags %s with SciPy’s p', (name, statistic, p) => {
      const tested = feature(report, name);
      expect(tested.status).toBe('drifted');
      expect(tested.statistic).toBeCloseTo(statistic, 8);
      expect((tested.p ?? 0) / p).toBeCloseTo(1, 8);
    });

    test.each([
      ['llm_quality', 0.3475700752747206],
      ['llm_engagement', 0.14133082344611647],
      ['companysize', 0.072413950338792],
      ['llm_company_fit', 0.11976701832558295],
    ])('leaves %s', (name, p) => {
      expect(feature(report, name).status).toBe('stable');
      expect(feature(report, name).p).toBeCloseTo(p, 8);
    });

    // As above: 0.0002 and 0.136 by NumPy (whole table alone 0.154 and 0.0999, pooled alone 0.0001 and 0.145).
    test.each([
      ['industry', 'drifted', 0.00002, 0.0006],
      ['llm_seniority', 'stable', 0.08, 0.21],
    ])('tests sparse %s by the pooled and the whole table together', (name, status, low, high) => {
      const tested = feature(report, name);
      expect(tested).toMatchObject({ status, pMethod: 'monte-carlo' });
      expect(tested.p).toBeGreaterThan(low);
      expect(tested.p).toBeLessThan(high);
    });

    test('is red, and recommends retraining by the share of drifted features', () => {
      const { share, drifted, tested } = report.drift;
      expect(share).toBeCloseTo(drifted / tested, 9);
      expect(report.drift.status).toBe((share ?? 0) >= 0.5 ? 'red' : 'green');
      expect(report.verdict.status).toBe('red');
      expect(report.health.successRate).toMatchObject({ successes: 660, total: 691, status: 'yellow' });
    });

    test('says that sparse categories were pooled', () => {
      expect(feature(report, 'llm_industry').notes.join()).toMatch(/88 categories are tested as one/);
    });
  });

  test('tells engineered columns from raw ones: six change type, five are tested', async () => {
    const { drift, verdict } = await build('steady', 'training_reference_engineered');
    const changed = drift.features.filter((f) => f.schema.typeChange !== null);
    expect(changed.map((f) => f.name).toSorted()).toEqual([
      'companyindustry',
      'companylocation',
      'industry',
      'languages',
      'llm_industry',
      'location',
    ]);
    for (const f of changed) expect(f).toMatchObject({ status: 'not-applicable', inShare: false });
    expect(
      drift.features
        .filter((f) => f.inShare)
        .map((f) => f.name)
        .toSorted(),
    ).toEqual(['companyfoundedon', 'llm_company_fit', 'llm_decision_maker', 'llm_engagement', 'llm_quality']);
    expect(drift).toMatchObject({ tested: 5, status: 'unknown', share: null });
    expect(verdict.coverage?.missing).toContainEqual(
      expect.objectContaining({ area: 'drift', essential: true, reason: drift.reason }),
    );
  });

  test('shows the newest week with data when nothing is recent, and is red for it', async () => {
    const report = await caseReport({
      predictions: path('steady/predictions.jsonl'),
      requests: path('steady/api_requests.jsonl'),
      reference: path('reference/leads_raw.csv'),
      now: '2026-06-01T00:00:00Z',
    });
    expect(report.window).toMatchObject({ fallback: true, days: 7 });
    expect(report.window.end.slice(0, 10)).toBe('2026-02-20');
    expect(report.health.traffic).toMatchObject({ last24h: 0, status: 'red' });
    expect(report.scores.count).toBe(1_200);
    expect(report.verdict.status).toBe('red');
  });

  test('says what is unknown without requests and reference', async () => {
    const predictions = path('steady/predictions.jsonl');
    const report = await caseReport({ predictions, requests: null, reference: null });
    expect(report.health.successRate).toMatchObject({ value: null, status: 'unknown' });
    expect(report.drift).toMatchObject({ status: 'unknown', share: null, tested: 0 });
    expect(report.diagnosis.kind).toBe('unknown');
    expect(report.alerts.find((alert) => alert.id === 'high-error-rate')?.status).toBe('unknown');
    expect(JSON.stringify(report)).not.toMatch(/undefined|NaN/);
  });
});
