import { describe, expect, test } from 'vitest';
import type { FakeData, FakeRequest } from '../../tests/support/fake-store.ts';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import {
  NO_OUTCOMES,
  NOT_PROBED,
  NOW,
  referenceOf,
  testContext,
  times,
} from '../../tests/support/metrics-context.ts';
import type { EpisodeResult } from '../ingest/store.ts';
import type { Observations } from '../report/observations.ts';
import { silentReporter } from '../settings/reporter.ts';
import { DAY_MS, isoTime, MINUTE_MS } from '../wording/time.ts';
import { alertsSection } from './alerts.ts';
import { driftSection } from './drift/index.ts';
import { modelSection } from './model.ts';
import { outcomesSection } from './outcomes.ts';
import { performanceSection } from './performance/section.ts';
import { predictionDriftSection } from './prediction-drift.ts';
import { chooseScoreReference } from './score-reference.ts';
import { scoresSection } from './scores.ts';

interface Options {
  readonly policy?: unknown;
  readonly health?: Partial<typeof NOT_PROBED>;
  readonly trainedAt?: string;
  readonly outcomes?: readonly boolean[];
  readonly scores?: readonly number[];
  readonly healthLog?: Observations['healthLog'];
}

async function alerts(data: FakeData, options: Options = {}) {
  const context = await testContext(data, options.policy);
  const reference = await chooseScoreReference(
    context,
    options.scores === undefined
      ? { source: 'none', reason: '-' }
      : { source: 'model', values: options.scores, description: '-' },
  );
  const scores = await scoresSection(context, reference);
  const outcomeData =
    options.outcomes === undefined
      ? NO_OUTCOMES
      : {
          ...NO_OUTCOMES,
          present: true,
          outcomes: options.outcomes.map((engaged) => ({ time: NOW - 1, engaged, key: null })),
        };
  const sections = {
    ...fixtureReport({}),
    generatedAt: isoTime(NOW),
    drift: await driftSection(context, referenceOf(data), silentReporter),
    predictionDrift: await predictionDriftSection(context, reference),
    outcomes: outcomesSection(context, {
      data: outcomeData,
      performance: await performanceSection(context, { data: outcomeData, reference: null, previous: null }),
      scores,
    }),
    scores,
    model: await modelSection(context, {
      registry: { status: 'unknown', reason: 'not set' },
      modelMetadata: options.trainedAt === undefined ? null : { version: null, trainedAt: options.trainedAt },
    }),
  };
  const list = await alertsSection(context, {
    observations: { health: { ...NOT_PROBED, ...options.health }, healthLog: options.healthLog ?? [] },
    sections,
  });
  return new Map(list.map((alert) => [alert.id, alert]));
}

const episodes = (breach: boolean, past: number): EpisodeResult => ({
  events: 40,
  newest: { time: NOW - MINUTE_MS, value: breach ? 60 : 10, events: 20, breach },
  episodes: times(past, (i) => ({ start: NOW - DAY_MS + i, end: NOW - DAY_MS + i + 1, peak: 70, count: 3 })),
});
const failedTry = {
  at: '2026-02-20T12:00:00Z',
  ok: false,
  statusCode: null,
  latencyMs: null,
  error: 'refused',
};

test('lists every alert, most severe first, with the policy’s owners and actions', async () => {
  const list = await alerts(
    {},
    { policy: { alerts: { 'model-age': { severity: 'critical', owner: 'Me' } } } },
  );
  expect([...list.keys()]).toEqual([
    'api-down',
    'model-age',
    'high-error-rate',
    'performance-drop',
    'ranking-drop',
    'segment-fall',
    'unusual-traffic',
    'stale-data',
    'slow-inference',
    'data-drift',
    'miscalibration',
    'missing-values',
    'other-representation',
    'prediction-drift',
    'new-categories',
    'out-of-range',
    'repeated-leads',
    'low-engagement',
  ]);
  expect(list.get('model-age')?.owner).toBe('Me');
});

test.each([
  'api-down',
  'model-age',
  'high-error-rate',
  'performance-drop',
  'slow-inference',
  'data-drift',
  'miscalibration',
  'prediction-drift',
  'low-engagement',
])('%s is unknown where there are no data', async (id) => {
  expect((await alerts({})).get(id)).toMatchObject({ status: 'unknown', value: null, episodes: [] });
});

describe('windowed alerts', () => {
  test.each([
    [true, 1, 'firing'],
    [false, 1, 'fired'],
    [false, 0, 'ok'],
  ])('newest window in breach %s, %i episodes: %s', async (breach, past, status) => {
    const data = { episodes: { 'inference-p95': episodes(breach, past) } };
    expect((await alerts(data)).get('slow-inference')).toMatchObject({ status });
  });

  test('lists the newest episodes and says how many there were', async () => {
    const list = await alerts({ episodes: { 'error-share': episodes(false, 15) } });
    const alert = list.get('high-error-rate');
    expect(alert?.episodes).toHaveLength(10);
    expect(alert?.explanation).toContain('15 episodes');
  });
});

describe('API down, as the probe saw it', () => {
  const probes = (...answers: readonly (readonly [minutesAgo: number, ok: boolean])[]) =>
    answers.map(([minutes, ok]) => ({ at: new Date(NOW - minutes * MINUTE_MS).toISOString(), ok }));

  test.each([
    ['three failures within five minutes', probes([3, false], [2, false], [1, false]), 'firing'],
    ['two failures', probes([2, false], [1, false]), 'ok'],
    ['three failures, further apart', probes([20, false], [10, false], [1, false]), 'ok'],
    ['an outage that ended', probes([63, false], [62, false], [61, false], [1, true]), 'fired'],
    ['nothing asked', [], 'unknown'],
  ])('%s', async (_, healthLog, status) => {
    expect((await alerts({}, { healthLog })).get('api-down')).toMatchObject({ status });
  });

  test('two failures of the probe and a failed try of the build are three', async () => {
    const list = await alerts(
      {},
      {
        healthLog: probes([2, false], [1, false]),
        health: { status: 'failed', attempts: [failedTry] },
      },
    );
    expect(list.get('api-down')).toMatchObject({ status: 'firing', value: 3 });
  });

  test('a live answer is the newest word', async () => {
    const list = await alerts(
      {},
      { healthLog: probes([3, false], [2, false], [1, false]), health: { status: 'ok' } },
    );
    expect(list.get('api-down')).toMatchObject({ status: 'fired', value: 0 });
    expect(list.get('api-down')?.episodes).toHaveLength(1);
  });
});

describe('API down', () => {
  const logged = (count: number): FakeRequest[] =>
    times(count, (i) => ({ time: NOW - MINUTE_MS - i, endpoint: '/health', statusCode: 503 }));

  test.each([
    [3, 0, 'firing'],
    [2, 1, 'firing'],
    [2, 0, 'ok'],
    [1, 2, 'firing'],
  ])('%i failed tries and %i failed calls in the log: %s', async (tries, calls, status) => {
    const health = { status: 'failed' as const, attempts: times(tries, () => failedTry) };
    const alert = (await alerts({ requests: logged(calls) }, { health })).get('api-down');
    expect(alert).toMatchObject({ status, value: tries + calls });
  });

  test('does not count calls of other paths, good ones, or those six minutes old', async () => {
    const requests = [
      { time: NOW - 1, endpoint: '/predict', statusCode: 500 },
      { time: NOW - 1, endpoint: '/health', statusCode: 200 },
      { time: NOW - 6 * MINUTE_MS, endpoint: '/health', statusCode: 500 },
    ];
    const health = { status: 'failed' as const, attempts: [failedTry, failedTry] };
    expect((await alerts({ requests }, { health })).get('api-down')).toMatchObject({
      status: 'ok',
      value: 2,
    });
  });

  test('is over when it answers, and judged by the log when it was not asked', async () => {
    const data = { episodes: { 'health-failures': episodes(true, 1) } };
    const answering = await alerts(data, { health: { status: 'ok' } });
    expect(answering.get('api-down')?.status).toBe('fired');
    expect((await alerts(data)).get('api-down')?.status).toBe('firing');
  });
});

describe('model age', () => {
  test.each([
    ['2025-11-20T12:00:00Z', 'ok'],
    ['2025-11-20T11:59:59Z', 'firing'],
  ])('a model of %s is %s', async (trainedAt, status) => {
    expect((await alerts({}, { trainedAt })).get('model-age')?.status).toBe(status);
  });
});

describe('low engagement', () => {
  const predicted = {
    predictions: times(50, (i) => ({ time: NOW, label: i < 5 ? 'engaged' : 'not_engaged' })),
  };

  test('is the predicted rate without outcomes, and says so', async () => {
    const alert = (await alerts(predicted)).get('low-engagement');
    expect(alert).toMatchObject({ status: 'ok', value: 0.1 });
    expect(alert?.explanation).toContain('Predicted');
  });

  test('is the actual rate where outcomes exist', async () => {
    const alert = (await alerts(predicted, { outcomes: times(100, (i) => i < 9) })).get('low-engagement');
    expect(alert).toMatchObject({ status: 'firing', value: 0.09 });
    expect(alert?.explanation).toContain('Actual');
  });
});

describe('prediction drift', () => {
  test('fires below 0.01, not at every drift', async () => {
    const predictions = times(100, (i) => ({ time: NOW, score: i / 100 }));
    const near = await alerts({ predictions }, { scores: times(100, (i) => i / 100) });
    expect(near.get('prediction-drift')?.status).toBe('ok');
    const far = await alerts({ predictions }, { scores: times(100, (i) => i / 200) });
    expect(far.get('prediction-drift')?.status).toBe('firing');
  });
});
