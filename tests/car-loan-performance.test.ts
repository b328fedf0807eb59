import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckdbStore } from '../src/ingest/engines/duckdb/store.ts';
import { resolveLog } from '../src/ingest/sources/log-files.ts';
import { readOutcomes } from '../src/ingest/sources/outcomes.ts';
import { readReference } from '../src/ingest/sources/reference.ts';
import type { OutcomeData } from '../src/ingest/sources/tables.ts';
import type { Store } from '../src/ingest/store.ts';
import { estimatedFigures, realisedFigures } from '../src/metrics/performance/figures.ts';
import { referenceLabels } from '../src/metrics/performance/reference-labels.ts';
import { performanceSection } from '../src/metrics/performance/section.ts';
import { metricsContext, reportWindow } from '../src/metrics/window.ts';
import type { PerformanceSection } from '../src/report/schema/performance.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { seededRandom, shuffle } from '../src/stats/distributions/random.ts';
import { fitCalibration } from '../src/stats/performance/calibration-map.ts';
import type { LabelledScores } from '../src/stats/performance/chance-rule.ts';
import { describeWithCases } from './support/cases.ts';

const DAY_MS = 86_400_000;
const REPORTS = 20;
const at = (report: number): number => Date.parse('2018-11-14T18:00:00Z') + (report - 1) * 15 * DAY_MS;

interface Chunk {
  readonly chunk: number;
  readonly rows: number;
  readonly metrics: Readonly<Record<string, { readonly estimated: number; readonly realised: number }>>;
}

/** The log's labels say "engaged" from 0.65 up, and NannyML takes labels as they are. */
const LABELLED_FROM = 0.645;
const FIGURES = [
  ['rocAuc', 'roc_auc'],
  ['accuracy', 'accuracy'],
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['f1', 'f1'],
] as const;

// Reports of 15 days; each judges the 15 days before its own, which are the newest whole window that is mature.
describeWithCases('performance of a model with outcomes, report by report', (path) => {
  let store: Store;
  let data: OutcomeData;
  let reference: LabelledScores | null;
  let chunks: readonly Chunk[];
  let sections: readonly PerformanceSection[];
  const policy = policySchema.parse({
    window: { days: 15 },
    outcomes: { keyColumn: 'lead_id', maturityDays: 7 },
    reference: { scores: 'holdout' },
  });

  const run = async (
    outcomes: OutcomeData,
    from: number,
    to: number,
    given = policy,
  ): Promise<PerformanceSection[]> => {
    const made: PerformanceSection[] = [];
    for (let report = from; report <= to; report++) {
      const now = at(report);
      const window = await reportWindow(store, given, now);
      const previous = made.at(-1) ?? null;
      made.push(
        await performanceSection(await metricsContext({ store, policy: given, now, window }, { rows: 0 }), {
          data: outcomes,
          reference,
          previous,
        }),
      );
    }
    return made;
  };

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
      now: at(REPORTS + 3),
      joinKeys: ['lead_id'],
    });
    const column = { source: 'reference-column', values: [], description: '' } as const;
    reference = referenceLabels(rows, column);
    chunks = JSON.parse(readFileSync(path('car-loan/nannyml.json'), 'utf8')).chunks;
    sections = await run(data, 1, REPORTS);
  }, 300_000);
  afterAll(() => store.close());

  test('every figure is that of NannyML on the same rows', () => {
    const lines = gunzipSync(readFileSync(path('car-loan/predictions.jsonl.gz')))
      .toString()
      .trim()
      .split('\n');
    const rows = lines.map((line): { score: number; label: string; input: { lead_id: string } } =>
      JSON.parse(line),
    );
    expect(rows.every(({ score, label }) => score > LABELLED_FROM === (label === 'engaged'))).toBe(true);
    const engaged = new Map(data.outcomes.map((row) => [row.key, row.engaged ? 1 : 0]));
    const map = fitCalibration(reference?.scores ?? [], reference?.labels ?? []);
    const rest = chunks.filter((chunk) => chunk.rows === 2_477);
    expect(rest).toHaveLength(20);
    for (const { chunk, rows: n, metrics } of rest) {
      const of = rows.slice((chunk - 1) * n, chunk * n);
      const scores = of.map(({ score }) => score);
      const labels = of.map(({ input }) => engaged.get(input.lead_id) ?? Number.NaN);
      const realised = realisedFigures({ scores, labels }, LABELLED_FROM);
      const estimated = estimatedFigures(scores, map, LABELLED_FROM);
      for (const [ours, theirs] of FIGURES) {
        // NannyML's are written with six decimals.
        const peer = metrics[theirs];
        expect(realised?.[ours]?.value, `realised ${theirs} of ${chunk}`).toBeCloseTo(
          peer?.realised ?? -1,
          6,
        );
        expect(estimated?.[ours]?.value, `estimated ${theirs} of ${chunk}`).toBeCloseTo(
          peer?.estimated ?? -1,
          6,
        );
      }
    }
  });

  test('with the threshold of the labels, all figures of a window are those of NannyML within a row or two', async () => {
    const given = policySchema.parse({ ...policy, scores: { labelThreshold: LABELLED_FROM } });
    for (const [i, section] of (await run(data, 2, 4, given)).entries()) {
      for (const [ours, theirs] of FIGURES) {
        const peer = chunks[i]?.metrics[theirs];
        for (const kind of ['realised', 'estimated'] as const) {
          const value = section[kind]?.[ours]?.value ?? -1;
          expect(Math.abs(value - (peer?.[kind] ?? 1)), `${kind} ${theirs} of report ${i + 2}`).toBeLessThan(
            0.001,
          );
        }
      }
    }
  });

  test('realised and estimated ROC AUC are those of NannyML, window by window', () => {
    for (const [i, section] of sections.slice(1).entries()) {
      const peer = chunks[i]?.metrics['roc_auc'];
      expect(section.realised?.window?.end, `report ${i + 2}`).toBe(
        new Date(at(i + 1)).toISOString().replace('.000', ''),
      );
      expect(Math.abs((section.realised?.rocAuc?.value ?? 0) - (peer?.realised ?? 1))).toBeLessThan(0.001);
      expect(Math.abs((section.estimated?.rocAuc?.value ?? 0) - (peer?.estimated ?? 1))).toBeLessThan(0.001);
    }
  });

  test('the drop opens in report 13, after accuracy over four mature weeks fell in reports 12 and 13', () => {
    expect(sections.map(({ drop }) => drop.state)).toEqual([
      ...Array(11).fill('closed'),
      'suspected',
      ...Array(8).fill('open'),
    ]);
    expect(sections.some(({ drop }) => drop.critical)).toBe(false);
    for (const { looks } of sections)
      expect(Math.max(...looks.map((look) => look.rocAuc?.z ?? 0))).toBeLessThan(2);
    expect(sections.slice(0, 11).map(({ status }) => status)).toEqual(Array(11).fill('green'));
    expect(sections[12]).toMatchObject({
      status: 'yellow',
      reason: expect.stringMatching(/^Accuracy fell by 3\.\d+ points/),
    });
  });

  test('outcomes are what the scores foretell throughout, though the rate at a score moved with the inputs', () => {
    for (const { residual } of sections) {
      for (const found of [residual?.rocAuc, residual?.accuracy]) {
        expect(Math.abs(found?.z ?? 9) < 3.29 || Math.abs(found?.difference ?? 1) < 0.01).toBe(true);
      }
    }
    expect(sections.at(-1)?.residual?.rate.z).toBeLessThan(-3.29);
  });

  test('every lead has an outcome in time, so that all are judged', () => {
    for (const section of sections) {
      expect(section.population).toBe('all');
      expect(section.judgement).toBe('judged');
      const immature = section.windows.filter(({ mature }) => !mature);
      expect(immature).toHaveLength(1);
      expect(section.windows.at(-1)?.labelled).toBeLessThan(section.windows.at(-1)?.n ?? 0);
      expect(section.windows.length).toBeLessThanOrEqual(26);
    }
  });

  test('outcomes without a connection to the scores are critical in the first report', async () => {
    const labels = data.outcomes.map(({ engaged }) => (engaged ? 1 : 0));
    shuffle(labels, seededRandom(1));
    const outcomes = data.outcomes.map((row, i) => ({ ...row, engaged: labels[i] === 1 }));
    const [first] = await run({ ...data, outcomes }, 1, 1);
    expect(first).toMatchObject({ status: 'red', drop: { state: 'open', critical: true } });
    expect(first?.reason).toMatch(/does not rank leads better than chance: ROC AUC 0\.(4[89]|5[0-2])/);
  });

  test('without a baseline the delay and the first outcomes of the version are learnt', async () => {
    const unknown = policySchema.parse({ window: { days: 15 }, outcomes: { keyColumn: 'lead_id' } });
    const [first, second] = await run(data, 1, 2, unknown);
    expect(first?.maturity).toMatchObject({ source: 'learnt', days: 7, provisional: false });
    expect(first).toMatchObject({ baselineSource: 'outcomes', baseline: { n: 500 } });
    expect(second?.judgement).toBe('judged');
    expect(second?.status).toBe('green');
  });
});
