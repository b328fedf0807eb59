import { expect, test } from 'vitest';
import { NOW, testContext, times } from '../../../tests/support/metrics-context.ts';
import { windowScores } from './window-scores.ts';

test('thins very many scores evenly', async () => {
  const predictions = times(120_000, (i) => ({ time: NOW, score: (i % 100) / 100 }));
  const context = await testContext({ predictions });
  const scores = await windowScores(context, context.window.predictions);
  expect(scores).toHaveLength(50_000);
  expect(scores.filter((score) => score === 0.42)).toHaveLength(500);
});
