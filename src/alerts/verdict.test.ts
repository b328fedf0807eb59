import { beforeAll, describe, expect, test } from 'vitest';
import { fakeStore } from '../../tests/support/fake-store.ts';
import { withFigures } from '../../tests/support/figures.ts';
import {
  DEFAULT_POLICY,
  NO_OUTCOMES,
  NOT_PROBED,
  NOW,
  referenceOf,
  times,
} from '../../tests/support/metrics-context.ts';
import type { OutcomeData } from '../ingest/sources/tables.ts';
import { assembleReport } from '../metrics/assemble.ts';
import type { Report } from '../report/schema/report.ts';
import { silentReporter } from '../settings/reporter.ts';
import { seededRandom } from '../stats/distributions/random.ts';
import { coverageLine } from './coverage.ts';
import { verdictOf } from './verdict.ts';

const half = times(100, (i) => (i % 2 === 0 ? 'a' : 'b'));
const HEALTHY = {
  predictions: times(100, (i) => ({ time: NOW - i * 60_000, score: i / 100, input: { a: half[i] ?? '' } })),
  requests: times(100, (i) => ({ time: NOW - i * 60_000 })),
  reference: { a: half },
};

const assemble = (
  data: Parameters<typeof fakeStore>[0],
  outcomes: OutcomeData = NO_OUTCOMES,
): Promise<Report> =>
  assembleReport({
    store: fakeStore(data),
    reference: referenceOf(data),
    outcomes,
    observations: {
      recordedAt: '2026-02-20T12:00:00Z',
      healthLog: [],
      health: { ...NOT_PROBED, status: 'ok' },
      registry: { status: 'unknown', reason: 'not set' },
      benchmark: { status: 'absent', reason: 'no model' },
      modelMetadata: null,
    },
    referenceScores: { source: 'model', values: times(100, (i) => i / 100), description: 'the model' },
    policy: {
      ...DEFAULT_POLICY,
      figures: { ...DEFAULT_POLICY.figures, 'engagement-rate': { min: 0, max: 1 } },
    },
    now: NOW,
    id: '2026-02-20',
    simulated: false,
    software: { name: 'test', version: '0.0.0' },
    reporter: silentReporter,
  });

let healthy: Report;
beforeAll(async () => {
  healthy = await assemble(HEALTHY);
});

/** The healthy report with some of its parts replaced. */
const verdict = (change: (report: Report) => Partial<Report>) =>
  verdictOf(withFigures({ ...healthy, ...change(healthy) }));
const firing = (id: string) => (report: Report) => ({
  alerts: report.alerts.map((alert) =>
    alert.id === id ? { ...alert, status: 'firing' as const, value: 1 } : alert,
  ),
});

describe('green', () => {
  test('is a report without a reason', () => {
    const { status, headline, reasons } = healthy.verdict;
    expect({ status, reasons }).toEqual({ status: 'green', reasons: [] });
    expect(headline).toContain('Healthy');
  });

  test('stays with alerts that fired and ended', () => {
    const ended = verdict((report) => ({
      alerts: report.alerts.map((alert) => ({ ...alert, status: 'fired' as const })),
    }));
    expect(ended.status).toBe('green');
  });
});

describe('red', () => {
  test.each(['api-down', 'high-error-rate'])('is the %s alert firing', (id) => {
    expect(verdict(firing(id)).status).toBe('red');
  });

  test('says one outage once, where the alert on it fires', () => {
    const { reasons } = verdict((r) => ({
      ...firing('api-down')(r),
      health: { ...r.health, api: { ...r.health.api, status: 'red' as const } },
    }));
    expect(reasons.filter(({ text }) => /health|API/.test(text))).toHaveLength(1);
    expect(reasons[0]?.text).toContain('API down');
  });

  test.each([
    [
      'API status',
      (r: Report) => ({ health: { ...r.health, api: { ...r.health.api, status: 'red' as const } } }),
    ],
    [
      'success rate',
      (r: Report) => ({
        health: { ...r.health, successRate: { ...r.health.successRate, status: 'red' as const } },
      }),
    ],
    [
      'traffic',
      (r: Report) => ({ health: { ...r.health, traffic: { ...r.health.traffic, status: 'red' as const } } }),
    ],
    ['drift', (r: Report) => ({ drift: { ...r.drift, status: 'red' as const } })],
    ['input quality', (r: Report) => ({ inputs: { ...r.inputs, status: 'red' as const } })],
  ])('is %s red', (_, change) => {
    const { status, reasons } = verdict(change);
    expect(status).toBe('red');
    expect(reasons[0]?.status).toBe('red');
  });
});

describe('yellow', () => {
  test.each(['slow-inference', 'data-drift', 'prediction-drift', 'model-age', 'low-engagement'])(
    'is the %s alert firing',
    (id) => expect(verdict(firing(id)).status).toBe('yellow'),
  );

  test.each([
    [
      'a figure outside',
      (r: Report) => ({ scores: { ...r.scores, p95: { ...r.scores.p95, status: 'yellow' as const } } }),
    ],
    [
      'slow inference, even far beyond its targets',
      (r: Report) => ({ latency: { ...r.latency, p99: { ...r.latency.p99, status: 'red' as const } } }),
    ],
    [
      'prediction drift',
      (r: Report) => ({ predictionDrift: { ...r.predictionDrift, status: 'drifted' as const } }),
    ],
    ['retraining recommended', (r: Report) => ({ retraining: { ...r.retraining, recommended: true } })],
    ['input quality yellow', (r: Report) => ({ inputs: { ...r.inputs, status: 'yellow' as const } })],
    [
      'success rate yellow',
      (r: Report) => ({
        health: { ...r.health, successRate: { ...r.health.successRate, status: 'yellow' as const } },
      }),
    ],
  ])('is %s', (_, change) => {
    expect(verdict(change).status).toBe('yellow');
  });
});

describe('an outage of two hours', () => {
  const MINUTE = 60_000;
  const calls = times(7 * 1440, (i) => ({ time: NOW - i * MINUTE }));
  const failing = (endedBefore: number) =>
    times(720, (i) => ({ time: NOW - endedBefore - i * 10_000, statusCode: 503 }));

  test('is critical while it lasts', async () => {
    const { verdict: judged } = await assemble({ ...HEALTHY, requests: [...calls, ...failing(0)] });
    expect(judged.status).toBe('red');
    expect(judged.headline).toMatch(/^High error rate/);
  });

  test.each([6 * 60, 3 * 1440])(
    'is attention once it ended, %d minutes ago, and says so',
    async (minutes) => {
      const report = await assemble({ ...HEALTHY, requests: [...calls, ...failing(minutes * MINUTE)] });
      expect(report.figures['success-rate']?.status).toBe('red');
      expect(report.verdict.status).toBe('yellow');
      expect(report.health.status).toBe('yellow');
      expect(report.verdict.headline).toMatch(
        /^Success rate 93\.\d+ % \(10,080 of 10,800\); last 24 h \d+(\.\d+)? %; over since 2026-02-\d\d \d\d:\d\d UTC, lasted 2\.?\d? h, peak 8\d(\.\d)? % errors\.$/,
      );
      expect(report.alerts.find(({ id }) => id === 'high-error-rate')?.status).toBe('fired');
    },
  );
});

test('forty requests of a stranger leave a quiet night healthy', async () => {
  const strangers = times(40, (i) => ({
    time: NOW - i * 1_000,
    endpoint: '/wp-login.php',
    method: 'GET',
    statusCode: 404,
  }));
  const report = await assemble({ ...HEALTHY, requests: [...HEALTHY.requests.slice(0, 60), ...strangers] });
  expect(report.verdict.status).toBe('green');
  expect(report.figures['success-rate']).toMatchObject({
    value: 0.6,
    status: 'green',
    reason: 'Judged without 40 scanner requests: 100 %.',
  });
  expect(report.alerts.find(({ id }) => id === 'high-error-rate')?.status).toBe('ok');
  const own = strangers.map((row) => ({ ...row, endpoint: '/predict', method: 'POST' }));
  const failing = await assemble({ ...HEALTHY, requests: [...HEALTHY.requests.slice(0, 60), ...own] });
  expect(failing.verdict.status).toBe('red');
});

describe('coverage', () => {
  const missing = ({ coverage }: Report['verdict'], essential: boolean) =>
    coverage?.missing.filter((area) => area.essential === essential).map(({ area }) => area);

  test('names what nobody gave and leaves the verdict green, as long as it is not essential', () => {
    expect(healthy.verdict.coverage).toMatchObject({ judged: 7, total: 9 });
    expect(missing(healthy.verdict, false)).toEqual(['performance', 'model-age']);
    expect(missing(healthy.verdict, true)).toEqual([]);
    expect(coverageLine(healthy.verdict)).toBe('Judged 7 of 9. Not judged: performance, model age.');
  });

  test('is essential where the policy says so', () => {
    const strict = verdictOf(healthy, ['model-age']);
    expect(strict.status).toBe('unknown');
    expect(strict.headline).toBe('Not judged: model age. When the model was made is not known.');
    expect(missing(strict, true)).toEqual(['model-age']);
    const { health, ...others } = healthy;
    const silent = { ...health, traffic: { ...health.traffic, status: 'unknown' as const } };
    expect(verdictOf({ ...others, health: silent }, ['scores']).status).toBe('green');
    expect(verdictOf({ ...others, health: silent }).status).toBe('unknown');
  });

  test.each([
    ['no predictions log', { requests: HEALTHY.requests, reference: HEALTHY.reference }, 'PREDICTIONS_LOG'],
    [
      'a log of which every row was refused',
      {
        ...HEALTHY,
        predictions: [],
        quality: {
          predictions: {
            rows: 100,
            rejected: 100,
            reasons: [{ code: 'missing-score', count: 100, samples: [] }],
          },
        },
      },
      'refused',
    ],
    [
      'no prediction that is not later than the report',
      {
        ...HEALTHY,
        predictions: [],
        quality: { predictions: { rows: 100, afterNow: 100, first: null, last: null } },
      },
      'later than',
    ],
    ['an empty predictions log', { ...HEALTHY, predictions: [] }, 'No prediction'],
    [
      'only old predictions',
      {
        ...HEALTHY,
        predictions: HEALTHY.predictions.map((row) => ({ ...row, time: row.time - 90 * 86_400_000 })),
      },
      'No prediction',
    ],
    ['no reference', { predictions: HEALTHY.predictions, requests: HEALTHY.requests }, 'REFERENCE_DATA_PATH'],
    [
      'too few predictions to compare',
      { ...HEALTHY, predictions: HEALTHY.predictions.filter((_, i) => i % 5 === 0) },
      'drift',
    ],
  ])('is never green with %s, and says so first', async (_, data, said) => {
    const { verdict: judged } = await assemble(data);
    expect(judged.status).not.toBe('green');
    expect(judged.headline).toContain(said);
  });

  test('is unknown with the areas in the headline where nothing is red or yellow', async () => {
    const { verdict: judged } = await assemble({ requests: HEALTHY.requests, reference: HEALTHY.reference });
    expect(judged.status).toBe('unknown');
    expect(missing(judged, true)).toEqual(['traffic', 'scores', 'drift']);
    expect(judged.headline).toMatch(/^Not judged: traffic, scores\. There is no predictions log/);
  });

  test('stands beside red and yellow, which stay what they are', async () => {
    const data = { predictions: HEALTHY.predictions, requests: HEALTHY.requests };
    const report = await assemble(data);
    for (const [id, status] of [
      ['high-error-rate', 'red'],
      ['model-age', 'yellow'],
    ] as const) {
      const judged = verdictOf({ ...report, ...firing(id)(report) });
      expect(judged.status).toBe(status);
      expect(missing(judged, true)).toEqual(['drift']);
    }
  });
});

describe('performance, where outcomes are given', () => {
  /** The given number of leads with an outcome; those who engage score higher by `shift` standard deviations. */
  const withOutcomes = (leads: number, shift: number, edit: Partial<OutcomeData> = {}): Promise<Report> => {
    const { normal, uniform } = seededRandom(1);
    const made = times(leads, (i) => {
      const engaged = uniform() < 0.3;
      const score = 1 / (1 + Math.exp(0.9 - normal() - (engaged ? shift : 0)));
      return { key: `lead-${i}`, engaged, score };
    });
    const outcomes = made.map(({ key, engaged }) => ({ time: NOW - 7 * 86_400_000, engaged, key }));
    return assemble(
      {
        ...HEALTHY,
        predictions: [
          ...HEALTHY.predictions,
          // Before the window, so that its scores stay what they are.
          ...made.map(({ key, score }, i) => ({
            score,
            time: NOW - 10 * 86_400_000 + i * 50_000,
            input: { lead: key },
          })),
        ],
      },
      { ...NO_OUTCOMES, present: true, rows: leads, keyColumn: 'lead', outcomes, ...edit },
    );
  };
  const performance = ({ verdict: { coverage } }: Report) =>
    coverage?.missing.find(({ area }) => area === 'performance');

  test('is judged, and healthy where the model ranks', async () => {
    const report = await withOutcomes(4_000, 1.2);
    expect(report.verdict.status).toBe('green');
    expect(report.performance).toMatchObject({ status: 'green', judgement: 'judged' });
    expect(report.verdict.coverage).toMatchObject({ judged: 8, total: 9 });
  });

  test('is critical where it does not, whatever the inputs do, and first among the reasons', async () => {
    const report = await withOutcomes(4_000, 0);
    expect(report.drift.status).toBe('green');
    expect(report.verdict.status).toBe('red');
    expect(report.verdict.headline).toMatch(/^Performance: .*ROC AUC 0\.\d+/);
    expect(report.retraining.recommended).toBe(true);
    const alerted = verdictOf({ ...report, ...firing('high-error-rate')(report) });
    expect(alerted.reasons.map(({ section }) => section).slice(0, 2)).toEqual(['outcomes', 'alerts']);
  });

  test('is not judged yet where outcomes are too few: healthy does not speak of it, and says so', async () => {
    const report = await withOutcomes(20, 1);
    expect(report.verdict.status).toBe('green');
    expect(report.verdict.headline).toMatch(/Performance is not judged yet: 20 mature outcomes/);
    expect(performance(report)).toMatchObject({ essential: false });
  });

  test('is unknown where the interval of its AUC holds 0.5', async () => {
    const report = await withOutcomes(100, 0.1);
    expect(report.performance?.judgement).toBe('unclear');
    expect(report.verdict.status).toBe('unknown');
    expect(report.verdict.headline).toMatch(/Not judged: performance\. Too few outcomes/);
  });

  test.each([
    ['without a key', { keyColumn: null }, /outcomes\.keyColumn/],
    [
      'with keys that no prediction has',
      { outcomes: times(500, (i) => ({ time: NOW, engaged: i % 3 === 0, key: `x${i}` })) },
      /^No outcome has the lead of a lead/,
    ],
    ['of which every row was refused', { rejected: 1_000, outcomes: [] }, /outcomes were refused/],
  ])('is missing with outcomes %s: never green', async (_, edit, said) => {
    const report = await withOutcomes(1_000, 1, edit);
    expect(report.verdict.status).not.toBe('green');
    expect(performance(report)).toMatchObject({ essential: true, reason: expect.stringMatching(said) });
  });

  test('is attention where far fewer engage than were predicted to', async () => {
    const report = await withOutcomes(1_000, 1.2);
    const [predictedRate, actualRate] = [rateOf(0.39), rateOf(0.17)];
    const outcomes = { ...report.outcomes, joined: 0, predictedRate, actualRate };
    const { performance: section, ...others } = report;
    expect(section?.realised).not.toBeNull();
    const judged = verdictOf({ ...others, outcomes });
    expect(judged.status).toBe('yellow');
    expect(judged.headline).toContain('Predicted to engage 39 %, engaged 17 %');
  });
});

const rateOf = (value: number) => ({
  value,
  interval: [value - 0.02, value + 0.02] satisfies [number, number],
});

describe('unknown', () => {
  test('is no production data at all', async () => {
    const { verdict: empty, health } = await assemble({ predictions: [], requests: [] });
    expect(empty.status).toBe('unknown');
    expect(empty.headline).toMatch(/^No production data/);
    expect(health.traffic.status).toBe('red');
  });

  test('is not so when the API is down', async () => {
    const empty = await assemble({ predictions: [], requests: [] });
    const api = { ...empty.health.api, status: 'red' as const };
    expect(verdictOf({ ...empty, health: { ...empty.health, api } }).status).toBe('red');
  });
});

test('puts red reasons first and names the heaviest in the headline', () => {
  const both = verdict((report) => ({
    ...firing('model-age')(report),
    drift: { ...report.drift, status: 'red' },
  }));
  expect(both.reasons.map((reason) => reason.status)).toEqual(['red', 'yellow']);
  expect(both.headline).toContain('drifted');
  expect(both.headline).not.toContain('more reason');
});
