import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, NO_OUTCOMES, NOW, times } from '../../tests/support/metrics-context.ts';
import type { Report } from '../report/schema/report.ts';
import { DAY_MS } from '../wording/time.ts';
import { retrainingSection } from './retraining.ts';

const DRIFT = { share: 0.4, drifted: 2, tested: 5, reason: null } as Report['drift'];
const SCORES = { p: 0.02, referenceSource: 'model', reason: null } as Report['predictionDrift'];
const OUTCOMES = { actualRate: null, n: 0, reason: 'none' } as Report['outcomes'];
const MODEL = {
  trainedAt: null,
  trainedAtSource: 'none',
  registry: { reason: 'not set' },
} as Report['model'];

const retraining = (inputs: Partial<Parameters<typeof retrainingSection>[0]>) =>
  retrainingSection({
    drift: DRIFT,
    predictionDrift: SCORES,
    outcomes: OUTCOMES,
    outcomeData: NO_OUTCOMES,
    model: MODEL,
    policy: DEFAULT_POLICY,
    now: NOW,
    ...inputs,
  });
const trigger = (id: string, inputs: Partial<Parameters<typeof retrainingSection>[0]>) =>
  retraining(inputs).triggers.find((entry) => entry.id === id);

describe('triggers', () => {
  it('are unknown, not unmet, where nothing is known', () => {
    const { recommended, triggers } = retraining({
      drift: { ...DRIFT, share: null },
      predictionDrift: { ...SCORES, p: null },
    });
    expect(recommended).toBe(false);
    expect(triggers.map((entry) => entry.status)).toEqual(times(6, () => 'unknown'));
    for (const entry of triggers) expect(entry.explanation).not.toMatch(/undefined|null|NaN/);
  });

  it.each([
    [0.5, 'met'],
    [0.4999, 'not-met'],
  ])('drift share %d is %s', (share, status) => {
    expect(trigger('drift-share', { drift: { ...DRIFT, share } })?.status).toBe(status);
  });

  it.each([
    [0.01, 'not-met'],
    [0.0099, 'met'],
  ])('prediction p %d is %s', (p, status) => {
    expect(trigger('prediction-drift', { predictionDrift: { ...SCORES, p } })?.status).toBe(status);
  });

  it.each([
    [0.1, 'not-met'],
    [0.0999, 'met'],
  ])('actual engagement %d is %s', (value, status) => {
    const outcomes = { ...OUTCOMES, n: 1_000, actualRate: { value, interval: null } };
    expect(trigger('low-engagement', { outcomes })).toMatchObject({ status, value });
  });

  it.each([
    ['2025-11-20T12:00:00Z', 'not-met'],
    ['2025-11-20T11:59:00Z', 'met'],
  ])('a model of %s is %s', (trainedAt, status) => {
    const model: Report['model'] = { ...MODEL, trainedAt, trainedAtSource: 'registry' };
    expect(trigger('model-age', { model })).toMatchObject({ status, source: 'MLflow registry' });
  });

  it.each([
    [500, 'not-met'],
    [501, 'met'],
  ])('%i labelled leads since training are %s', (count, status) => {
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
    expect(trigger('new-examples', { outcomeData, model })).toMatchObject({ status, value: count });
  });

  it('recommend retraining when any is met, with the commands of the workflow', () => {
    const { recommended, workflow } = retraining({ drift: { ...DRIFT, share: 0.5 } });
    expect(recommended).toBe(true);
    expect(workflow.map((step) => step.command.split(' ')[2])).toEqual([
      'export-lemlist',
      'train-model',
      'evaluate-model',
      'optimize-model',
      'build',
    ]);
  });
});
