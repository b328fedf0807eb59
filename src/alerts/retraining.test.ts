import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { DEFAULT_POLICY, NO_OUTCOMES, NOW, times } from '../../tests/support/metrics-context.ts';
import { labelledSince } from '../metrics/outcomes.ts';
import { shownCountBeside } from '../metrics/privacy/k-rule.ts';
import type { Report } from '../report/schema/report.ts';
import { policySchema } from '../settings/policy-schema.ts';
import { DAY_MS, isoTime } from '../wording/time.ts';
import { retrainingSection, retrainingSentence } from './retraining.ts';
import type { TriggerSections } from './trigger-definition.ts';

const DRIFT = { share: 0.4, drifted: 2, tested: 5, reason: null } as Report['drift'];
const SCORES = { p: 0.02, referenceSource: 'model', reason: null } as Report['predictionDrift'];
const OUTCOMES = { actualRate: null, n: 0, reason: 'none' } as Report['outcomes'];
const MODEL = {
  trainedAt: null,
  trainedAtSource: 'none',
  registry: { reason: 'not set' },
} as Report['model'];

const KNOWN: TriggerSections = {
  ...fixtureReport({}),
  generatedAt: isoTime(NOW),
  drift: DRIFT,
  predictionDrift: SCORES,
  outcomes: OUTCOMES,
  model: MODEL,
  labelledSinceTraining: null,
};
const retraining = (sections: Partial<TriggerSections>) =>
  retrainingSection({ ...KNOWN, ...sections }, DEFAULT_POLICY);
const trigger = (id: string, sections: Partial<TriggerSections>) =>
  retraining(sections).triggers.find((entry) => entry.id === id);

describe('triggers', () => {
  test('are unknown, not unmet, where nothing is known', () => {
    const { recommended, triggers } = retraining({
      drift: { ...DRIFT, share: null },
      predictionDrift: { ...SCORES, p: null },
    });
    expect(recommended).toBe(false);
    expect(triggers.map((entry) => entry.status)).toEqual(times(8, () => 'unknown'));
    for (const entry of triggers) expect(entry.explanation).not.toMatch(/undefined|null|NaN/);
  });

  test.each([
    [0.5, 'met'],
    [0.4999, 'not-met'],
  ])('drift share %d is %s', (share, status) => {
    expect(trigger('drift-share', { drift: { ...DRIFT, share } })?.status).toBe(status);
  });

  test.each([
    [0.01, 'not-met'],
    [0.0099, 'met'],
  ])('prediction p %d is %s', (p, status) => {
    expect(trigger('prediction-drift', { predictionDrift: { ...SCORES, p } })?.status).toBe(status);
  });

  test.each([
    [0.1, 'not-met'],
    [0.0999, 'met'],
  ])('actual engagement %d is %s', (value, status) => {
    const outcomes = { ...OUTCOMES, n: 1_000, actualRate: { value, interval: null } };
    expect(trigger('low-engagement', { outcomes })).toMatchObject({ status, value });
  });

  test.each([
    ['2025-11-20T12:00:00Z', 'not-met'],
    ['2025-11-20T11:59:00Z', 'met'],
  ])('a model of %s is %s', (trainedAt, status) => {
    const model: Report['model'] = { ...MODEL, trainedAt, trainedAtSource: 'registry' };
    expect(trigger('model-age', { model })).toMatchObject({ status, source: 'MLflow registry' });
  });

  test.each([
    [500, 'not-met', 500],
    [501, 'met', 505],
    [738, 'met', 735],
  ])('%i labelled leads since training are %s, published as %i', (count, status, value) => {
    const trained = NOW - 30 * DAY_MS;
    const row = (time: number) => ({ time, engaged: true, key: null });
    const outcomeData = {
      ...NO_OUTCOMES,
      present: true,
      outcomes: [...times(count, () => row(NOW)), row(trained), row(trained - 1), row(NOW + 1)],
    };
    const model: Report['model'] = {
      ...MODEL,
      trainedAt: new Date(trained).toISOString(),
      trainedAtSource: 'model-metadata',
    };
    const labelled = labelledSince(outcomeData, model.trainedAt, NOW) ?? Number.NaN;
    const rule = { k: 5, rounded: true };
    const shown = (limit: number) => shownCountBeside(labelled, limit, rule);
    const labelledSinceTraining = { count: labelled, shown };
    const outcomes = { ...OUTCOMES, present: true };
    expect(trigger('new-examples', { outcomes, labelledSinceTraining, model })).toMatchObject({
      status,
      value,
    });
  });

  test('recommend retraining when any is met, with the commands of the workflow', () => {
    const { recommended, workflow } = retraining({ drift: { ...DRIFT, share: 0.5 } });
    expect(recommended).toBe(true);
    expect(workflow.map((step) => /(?:monitor -- )?([a-z-]+)(?: --|$)/.exec(step.command)?.[1])).toEqual([
      'export-lemlist',
      'train-model',
      'evaluate-model',
      'optimize-model',
      'build',
    ]);
  });
});

test.each([
  [{ share: 0.4 }, 0.02, null],
  [{ share: 0.5 }, 0.02, 'Retraining is recommended: many features drifted.'],
  [{ share: 0.5 }, 0.001, 'Retraining is recommended: many features drifted and the scores moved.'],
])('is recommended in one sentence: drift %o, p %d', (drift, p, sentence) => {
  const section = retraining({ drift: { ...DRIFT, ...drift }, predictionDrift: { ...SCORES, p } });
  expect(retrainingSentence(section)).toBe(sentence);
});

test('a trigger that asks the question of an alert is met from the threshold of the alert', () => {
  const policy = policySchema.parse({
    alerts: {
      'data-drift': { threshold: 0.4 },
      'prediction-drift': { threshold: 0.05 },
      'low-engagement': { actualBelow: 0.3 },
      'model-age': { threshold: 12 },
    },
    triggers: { 'new-examples': { threshold: 7 } },
  });
  const sections: TriggerSections = {
    ...KNOWN,
    outcomes: { ...OUTCOMES, present: true, n: 50, actualRate: { value: 0.2, interval: null } },
    model: { ...MODEL, trainedAt: '2025-08-20T12:00:00Z', trainedAtSource: 'policy' },
    labelledSinceTraining: { count: 8, shown: () => 8 },
  };
  expect(
    retrainingSection(sections, policy).triggers.map(({ id, status, threshold }) => [id, status, threshold]),
  ).toEqual([
    ['drift-share', 'met', 0.4],
    ['prediction-drift', 'met', 0.05],
    ['low-engagement', 'met', 0.3],
    ['model-age', 'not-met', 12],
    ['new-examples', 'met', 7],
    ['performance-drop', 'unknown', 3.59],
    ['ranking-drop', 'unknown', 0],
    ['miscalibration', 'unknown', 1.25],
  ]);
});
