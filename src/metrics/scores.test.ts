import { describe, expect, test } from 'vitest';
import { NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import { DAY_MS } from '../wording/time.ts';
import { chooseScoreReference } from './score-reference.ts';
import { scoresSection } from './scores.ts';

const NO_REFERENCE = { source: 'none', scores: null, n: 0, description: '' } as const;
const EXACT = { privacy: { counts: 'exact' } };
const labelled = (engaged: number, others: number) => [
  ...times(engaged, () => ({ time: NOW, score: 0.9, label: 'engaged' })),
  ...times(others, () => ({ time: NOW, score: 0.1, label: 'not_engaged' })),
];

describe('ranges', () => {
  test.each([
    [15, 85, 'green'],
    [40, 60, 'green'],
    [14, 86, 'yellow'],
    [41, 59, 'yellow'],
    [0, 100, 'yellow'],
  ])('an engagement rate of %i to %i is %s', async (engaged, others, status) => {
    const context = await testContext({ predictions: labelled(engaged, others) }, EXACT);
    const { engagementRate } = await scoresSection(context, NO_REFERENCE);
    expect(engagementRate).toMatchObject({ value: engaged / 100, status, n: 100 });
    expect(engagementRate.action === null).toBe(status === 'green');
  });

  test.each([
    [0.3, 'green'],
    [0.7, 'green'],
    [0.2999, 'yellow'],
    [0.7001, 'yellow'],
  ])('a median of %d is %s', async (score, status) => {
    const { p50 } = await scoresSection(
      await testContext({ predictions: [{ time: NOW, score }] }, EXACT),
      NO_REFERENCE,
    );
    expect(p50).toMatchObject({ value: score, status });
  });

  test.each([
    [0.7, 'green'],
    [1, 'green'],
    [0.69, 'yellow'],
  ])('a 95th percentile of %d is %s', async (score, status) => {
    const { p95 } = await scoresSection(
      await testContext({ predictions: [{ time: NOW, score }] }, EXACT),
      NO_REFERENCE,
    );
    expect(p95).toMatchObject({ value: score, status });
  });

  test('takes the logged label, not the score', async () => {
    const context = await testContext({ predictions: [{ time: NOW, score: 0.5, label: 'engaged' }] }, EXACT);
    expect((await scoresSection(context, NO_REFERENCE)).engagementRate.value).toBe(1);
  });

  test('is unknown, with a reason, where nothing was predicted', async () => {
    const empty = await scoresSection(await testContext({ predictions: [] }), NO_REFERENCE);
    expect(empty).toMatchObject({ status: 'unknown', count: 0, reason: 'No prediction in the window.' });
    const absent = await scoresSection(await testContext({}), NO_REFERENCE);
    expect(absent.engagementRate.reason).toContain('PREDICTIONS_LOG');
  });
});

describe('histogram', () => {
  test('has equal bins of [0, 1], a score of 1 in the last', async () => {
    const context = await testContext({
      predictions: [0, 0.049, 0.05, 0.95, 1].flatMap((score) => times(5, () => ({ time: NOW, score }))),
    });
    const { histogram } = await scoresSection(context, {
      ...NO_REFERENCE,
      source: 'reference-column',
      scores: { kind: 'values', values: [0.5, 1].flatMap((score) => times(5, () => score)) },
    });
    expect(histogram.edges).toHaveLength(21);
    expect([histogram.edges[0], histogram.edges[1], histogram.edges[20]]).toEqual([0, 0.05, 1]);
    expect([histogram.production[0], histogram.production[1], histogram.production[19]]).toEqual([10, 5, 10]);
    expect([histogram.reference?.[10], histogram.reference?.[19]]).toEqual([5, 5]);
  });
});

describe('reference scores', () => {
  const predictions = [...times(40, () => ({ time: NOW - 8 * DAY_MS })), { time: NOW }];

  test('are those given', async () => {
    const choice = await chooseScoreReference(await testContext({ predictions }), {
      source: 'model',
      values: [0.1, Number.NaN, 0.2],
      description: 'the model on the reference rows',
    });
    expect(choice).toMatchObject({ source: 'model', n: 2, scores: { kind: 'values', values: [0.1, 0.2] } });
  });

  test('else the log from before the window, which they do not overlap', async () => {
    const context = await testContext({ predictions });
    const choice = await chooseScoreReference(context, { source: 'none', reason: 'No score column.' });
    expect(choice).toMatchObject({ source: 'earlier-log', n: 40 });
    expect(choice.scores).toMatchObject({ kind: 'range', range: { end: context.window.predictions.start } });
  });

  test('else nothing', async () => {
    const context = await testContext({ predictions: [{ time: NOW }] });
    const choice = await chooseScoreReference(context, { source: 'none', reason: 'No score column.' });
    expect(choice).toMatchObject({ source: 'none', scores: null, n: 0 });
    expect(choice.description).toContain('No score column.');
  });
});
