import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckdbStore } from '../src/ingest/engines/duckdb/store.ts';
import { resolveLog } from '../src/ingest/sources/log-files.ts';
import { readOutcomes } from '../src/ingest/sources/outcomes.ts';
import { readReference } from '../src/ingest/sources/reference.ts';
import type { OutcomeData } from '../src/ingest/sources/tables.ts';
import type { Store } from '../src/ingest/store.ts';
import { joinLeads } from '../src/metrics/performance/leads.ts';
import { referenceLabels } from '../src/metrics/performance/reference-labels.ts';
import { performanceSection } from '../src/metrics/performance/section.ts';
import { rankingSection } from '../src/metrics/ranking/section.ts';
import { metricsContext, reportWindow } from '../src/metrics/window.ts';
import type { RankingSection } from '../src/report/schema/ranking.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import type { LabelledScores } from '../src/stats/performance/chance-rule.ts';
import { describeWithCases } from './support/cases.ts';
import { hitsByHand } from './support/ranking-cases.ts';

const DAY_MS = 86_400_000;
const at = (report: number): number => Date.parse('2018-11-14T18:00:00Z') + (report - 1) * 15 * DAY_MS;
const REPORTS = [3, 8, 14] as const;

describeWithCases('ranking of a model with outcomes', (path) => {
  let store: Store;
  let data: OutcomeData;
  let reference: LabelledScores | null;
  const policy = policySchema.parse({
    window: { days: 15 },
    outcomes: { keyColumn: 'lead_id', maturityDays: 7 },
    reference: { scores: 'holdout' },
  });

  beforeAll(async () => {
    const setting = (variable: string, value: string | null) => ({ variable, value, fallback: 'nowhere' });
    const rows = await readReference(setting('REFERENCE_DATA_PATH', path('car-loan/reference.csv')), '/');
    data = await readOutcomes(
      { variable: 'OUTCOMES_PATH', value: path('car-loan/outcomes.csv'), keyColumn: 'lead_id' },
      '/',
    );
    store = await openDuckdbStore({
      predictions: await resolveLog(setting('PREDICTIONS_LOG', path('car-loan/predictions.jsonl.gz')), '/'),
      requests: await resolveLog(setting('API_REQUESTS_LOG', null), '/'),
      reference: rows,
      now: at(20),
      joinKeys: ['lead_id'],
    });
    reference = referenceLabels(rows, { source: 'reference-column', values: [], description: '' } as const);
  }, 120_000);
  afterAll(() => store.close());

  async function sectionAt(report: number): Promise<RankingSection> {
    const now = at(report);
    const context = await metricsContext(
      { store, policy, now, window: await reportWindow(store, policy, now) },
      { rows: 0 },
    );
    const performance = await performanceSection(context, { data, reference, previous: null });
    return rankingSection(context, { data, reference, performance });
  }

  test.each(REPORTS)('report %i has the hits of its window, as counted by hand', async (report) => {
    const section = await sectionAt(report);
    const [start, end] = [Date.parse(section.window?.start ?? ''), Date.parse(section.window?.end ?? '')];
    const leads = (await joinLeads(store, at(report), data)).filter(
      ({ time }) => time > start && time <= end,
    );
    expect(section.leads).toBe(leads.length);
    const rows = leads.filter(({ label }) => label !== null);
    expect(rows).toHaveLength(leads.length);
    const scores = rows.map(({ score }) => score);
    const labels = rows.map(({ label }) => label ?? 0);
    const all = labels.reduce<number>((sum, label) => sum + label, 0);
    const realised = section.rows.filter(({ source }) => source === 'realised');
    expect(realised.map(({ k }) => k)).toEqual([10, 50, 0.05, 0.1, 0.2]);
    for (const { k, n, positives, precision, recall, lift, threshold } of realised) {
      expect(n).toBeCloseTo(k < 1 ? Math.round(k * leads.length) : k, 6);
      const hits = hitsByHand({ scores, labels, k: Math.round(n) });
      expect(Math.abs(positives - hits)).toBeLessThan(1e-9 * all);
      expect(Math.abs(precision.value - hits / Math.round(n))).toBeLessThan(1e-9);
      expect(Math.abs((recall?.value ?? 0) - hits / all)).toBeLessThan(1e-9);
      expect(Math.abs((lift?.value ?? 0) - (hits * labels.length) / all / Math.round(n))).toBeLessThan(1e-9);
      expect(threshold).toBe(scores.toSorted((a, b) => b - a)[Math.round(n) - 1]);
    }
    expect(new Set(section.rows.map(({ source }) => source))).toEqual(
      new Set(['realised', 'estimated', 'baseline']),
    );
    expect(section.status).toBe('green');
  });

  test('the estimate holds what came, and the baseline is cut at the same share of the reference', async () => {
    const { rows, gains, deciles, weeks, target, leads } = await sectionAt(8);
    const of = (source: string) => rows.find((row) => row.source === source && row.k === 0.1);
    const [real, expected, before] = [of('realised'), of('estimated'), of('baseline')];
    expect(expected?.precision.interval[0]).toBeLessThanOrEqual(real?.precision.value ?? 0);
    expect(expected?.precision.interval[1]).toBeGreaterThanOrEqual(real?.precision.value ?? 1);
    expect((before?.n ?? 0) / 50_000).toBeCloseTo((real?.n ?? 0) / leads, 9);
    expect(gains.at(-1)).toMatchObject({ share: 1, realised: 1, estimated: 1, baseline: 1 });
    expect(deciles).toHaveLength(10);
    expect(target).toMatchObject({ source: 'realised', inUse: 0.5 });
    expect(weeks.filter(({ mature }) => !mature).length).toBeGreaterThan(0);
  });
});
