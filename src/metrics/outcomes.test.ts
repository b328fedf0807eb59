import { describe, expect, it } from 'vitest';
import { NO_OUTCOMES, NOW, referenceOf, testContext, times } from '../../tests/support/metrics-context.ts';
import type { OutcomeData, OutcomeRow, ReferenceData } from '../ingest/sources/tables.ts';
import { DAY_MS } from '../wording/time.ts';
import { joinOutcomes, referenceLabels, windowScores } from './labelled-scores.ts';
import { outcomesSection } from './outcomes.ts';
import { estimatedPerformance, realisedPerformance } from './performance.ts';

const outcomes = (rows: readonly OutcomeRow[], keyColumn: string | null = null): OutcomeData => ({
  ...NO_OUTCOMES,
  present: true,
  rows: rows.length,
  keyColumn,
  outcomes: rows,
});
const at = (time: number, engaged: boolean, key: string | null = null): OutcomeRow => ({
  time,
  engaged,
  key,
});
const NO_SCORES = { source: 'none', reason: '-' } as const;

const section = async (data: OutcomeData, policy: unknown = {}) => {
  const context = await testContext({ predictions: [{ time: NOW }] }, policy);
  const engagementRate = { value: 0.2, interval: [0.1, 0.3] as [number, number] };
  return outcomesSection(context, {
    data,
    reference: referenceOf({}),
    referenceScores: NO_SCORES,
    scores: { engagementRate } as Parameters<typeof outcomesSection>[1]['scores'],
  });
};

describe('the actual rate', () => {
  it('stands beside the predicted one, with a Wilson interval', async () => {
    const result = await section(outcomes(times(40, (i) => at(NOW - i, i < 10))));
    expect(result).toMatchObject({ n: 40, status: 'green', present: true });
    // statsmodels proportion_confint(10, 40, method='wilson'): 0.14187, 0.40194
    expect(result.actualRate?.value).toBe(0.25);
    expect(result.actualRate?.interval?.[0]).toBeCloseTo(0.14187, 4);
    expect(result.actualRate?.interval?.[1]).toBeCloseTo(0.40194, 4);
    expect(result.predictedRate).toEqual({ value: 0.2, interval: [0.1, 0.3] });
  });

  it.each([
    [10, 'green'],
    [9, 'yellow'],
  ])('of %i in 100 is %s', async (engaged, status) => {
    expect((await section(outcomes(times(100, (i) => at(NOW - i, i < engaged))))).status).toBe(status);
  });

  it('takes those of the window, else all up to now, and says which', async () => {
    const old = times(50, () => at(NOW - 60 * DAY_MS, true));
    const later = [at(NOW + DAY_MS, true)];
    const few = await section(outcomes([...old, ...later, at(NOW - DAY_MS, false)]));
    expect(few.n).toBe(51);
    expect(few.reason).toContain('all 51');
    const enough = await section(outcomes([...old, ...times(30, () => at(NOW - DAY_MS, false))]));
    expect(enough).toMatchObject({ n: 30, actualRate: { value: 0 } });
  });

  it('is unknown without outcomes', async () => {
    expect(await section(NO_OUTCOMES)).toMatchObject({ status: 'unknown', present: false, actualRate: null });
    expect(await section(outcomes([at(NOW + 1, true)]))).toMatchObject({ status: 'unknown', n: 0 });
  });
});

describe('the join', () => {
  const join = async (scored: { key: string; time: number; score: number }[], rows: OutcomeRow[]) => {
    const predictions = scored.map(({ key, ...row }) => ({ ...row, input: { lead: key } }));
    return joinOutcomes(await testContext({ predictions }), outcomes(rows, 'lead'));
  };

  it('matches by key, the newest outcome of a lead, and no prediction made after it', async () => {
    const joined = await join(
      [
        { key: 'a', time: NOW - 9 * DAY_MS, score: 0.9 },
        { key: 'b', time: NOW - 9 * DAY_MS, score: 0.1 },
        { key: 'late', time: NOW - DAY_MS, score: 0.4 },
        { key: 'nobody', time: NOW - 9 * DAY_MS, score: 0.5 },
      ],
      [
        at(NOW - 5 * DAY_MS, false, 'a'),
        at(NOW - 4 * DAY_MS, true, 'a'),
        at(NOW - 4 * DAY_MS, false, 'b'),
        at(NOW - 3 * DAY_MS, true, 'late'),
        at(NOW - 3 * DAY_MS, true),
      ],
    );
    expect(joined.rows).toEqual([
      { score: 0.9, label: 1, time: NOW - 4 * DAY_MS },
      { score: 0.1, label: 0, time: NOW - 4 * DAY_MS },
    ]);
    // Oldest prediction first, as every engine gives them.
    expect(joined.leads).toEqual([0.9, 0.1, 0.5, 0.4]);
  });

  it('takes an outcome dated on the day of its prediction', async () => {
    const midnight = Date.parse('2026-02-10T00:00:00Z');
    const joined = await join(
      [{ key: 'a', time: midnight + DAY_MS / 2, score: 0.7 }],
      [at(midnight, true, 'a')],
    );
    expect(joined.rows.map((row) => row.score)).toEqual([0.7]);
  });
});

describe('labelled reference rows', () => {
  const reference = (scores: (number | null)[] | null): ReferenceData => ({
    ...referenceOf({ reference: { a: [1, 2, 3] } }),
    scores,
    outcomes: [true, null, false],
  });

  it('are matched by row, missing cells left out', () => {
    const column = { source: 'reference-column', values: [0.2], description: '' } as const;
    expect(referenceLabels(reference([null, 0.5, 0.2]), column)).toEqual({ scores: [0.2], labels: [0] });
    const model = { source: 'model', values: [0.9, 0.5, 0.1], description: '' } as const;
    expect(referenceLabels(reference(null), model)).toEqual({ scores: [0.9, 0.1], labels: [1, 0] });
  });

  it('are none where rows cannot be told', () => {
    expect(referenceLabels(reference(null), { source: 'model', values: [0.9], description: '' })).toBeNull();
    expect(referenceLabels(reference(null), NO_SCORES)).toBeNull();
  });
});

describe('performance', () => {
  // scikit-learn 1.9: roc_auc_score, average_precision_score, brier_score_loss, log_loss.
  const EXPECTED = {
    auc: 0.8333333333333333,
    prAuc: 0.8666666666666667,
    brier: 0.15666666666666665,
    logLoss: 0.46287861169069383,
  };
  const scores = [0.1, 0.4, 0.6, 0.4, 0.8, 0.9];
  const labels = [0, 0, 0, 1, 1, 1];

  it('matches scikit-learn', () => {
    const { performance } = realisedPerformance({ scores, labels }, 0.5, 2);
    expect(performance).toMatchObject({ n: 6, positives: 3, confusion: { tp: 2, fp: 1, tn: 2, fn: 1 } });
    expect(performance?.auc?.value).toBeCloseTo(EXPECTED.auc, 12);
    expect(performance?.prAuc?.value).toBeCloseTo(EXPECTED.prAuc, 12);
    expect(performance?.brier?.value).toBeCloseTo(EXPECTED.brier, 12);
    expect(performance?.logLoss?.value).toBeCloseTo(EXPECTED.logLoss, 12);
    expect(performance?.accuracy?.value).toBeCloseTo(4 / 6, 12);
  });

  it('says why there is none', () => {
    const one = realisedPerformance({ scores: [0.1, 0.2], labels: [1, 1] }, 0.5, 2);
    expect(one.performance).toBeNull();
    expect(one.reason).toMatch(/^Every outcome/);
  });

  it('is estimated well where the reference is calibrated', () => {
    // Scores that are their own probability: accuracy at > 0.5 is E max(p, 1 − p) = 3/4 for uniform p.
    const grid = times(400, (i) => (i + 0.5) / 400);
    const reference = {
      scores: grid.flatMap((p) => times(20, () => p)),
      labels: grid.flatMap((p) => times(20, (j) => (j < Math.round(20 * p) ? 1 : 0))),
    };
    const estimated = estimatedPerformance(grid, reference, 0.5, 30);
    expect(estimated?.performance.accuracy?.value).toBeCloseTo(0.75, 2);
    expect(estimated?.performance.positives).toBe(200);
    expect(estimated?.assumption).toContain('isotonic');
    const { tp = 0, fp = 0, tn = 0, fn = 0 } = estimated?.performance.confusion ?? {};
    expect(tp + fp + tn + fn).toBeCloseTo(400, 6);
  });

  it('is not estimated from a reference with one outcome', () => {
    const reference = { scores: times(50, () => 0.5), labels: times(50, () => 1) };
    expect(estimatedPerformance([0.5], reference, 0.5, 1)).toBeNull();
  });
});

it('thins very many scores evenly', async () => {
  const predictions = times(12_000, (i) => ({ time: NOW, score: (i % 100) / 100 }));
  const scores = await windowScores(await testContext({ predictions }));
  expect(scores).toHaveLength(5_000);
  expect(scores.filter((score) => score === 0.42)).toHaveLength(50);
});
