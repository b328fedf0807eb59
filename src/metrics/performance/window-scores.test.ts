import { expect, test } from 'vitest';
import { NOW, testContext, times } from '../../../tests/support/metrics-context.ts';
import { leadsOf, windowScores } from './window-scores.ts';

test('holds the scores of all leads of the window, however many, and each lead once', async () => {
  const predictions = times(120_000, (i) => ({ time: NOW - (i % 3), score: (i % 100) / 100 }));
  const before = times(50, () => ({ time: NOW - 30 * 86_400_000, score: 0.9 }));
  const context = await testContext({ predictions: [...predictions, ...before] });
  const found = await windowScores(context, context.window.predictions);
  expect(found.scores).toEqual(Array.from({ length: 100 }, (_, i) => i / 100));
  expect(found.counts).toEqual(Array(100).fill(1_200));
  expect(leadsOf(found)).toBe(120_000);
});

test('a lead that was scored several times counts with its newest score', async () => {
  const predictions = [0.1, 0.2, 0.3].map((score, i) => ({ time: NOW - 3 + i, score, lead: 'a' }));
  const context = await testContext({
    predictions: [...predictions, { time: NOW, score: 0.5, lead: 'b' }],
  });
  const found = await windowScores(context, context.window.predictions);
  expect(found).toEqual({ scores: [0.3, 0.5], counts: [1, 1] });
});
