import { expect, test } from 'vitest';
import { formatScoreChange, scoreEffect, scoreEffectWords, scoreRowOf } from './attribution.ts';

const row = (contribution: number, low: number, high: number, others: string[] = []) => ({
  feature: 'industry',
  with: others,
  contribution,
  interval: [low, high] as [number, number],
});

test.each([
  ['moves', row(0.04, 0.03, 0.05), 'moves scores by +0.04 (0.03 to 0.05)'],
  ['moves', row(-0.012, -0.019, -0.005), 'moves scores by −0.012 (−0.019 to −0.005)'],
  ['negligible', row(0.004, 0.001, 0.0099), 'does not matter to the scores'],
  ['negligible', row(0, 0, 0), 'does not matter to the scores'],
  ['unclear', row(0.01, -0.02, 0.04), 'may move scores by −0.02 to 0.04'],
  ['unclear', row(0, -0.0101, 0.01), 'may move scores by −0.010 to 0.010'],
])('%s: %j', (effect, given, words) => {
  expect(scoreEffect(given)).toBe(effect);
  expect(scoreEffectWords(given)).toBe(words);
});

test('features that go together share their sum, whichever is asked for', () => {
  const group = row(0.04, 0.03, 0.05, ['sector', 'size']);
  expect(scoreEffectWords(group, 'size')).toBe(
    'moves scores by +0.04 (0.03 to 0.05) together with industry and sector',
  );
  const attribution = { rows: [group] } as unknown as Parameters<typeof scoreRowOf>[0];
  expect(scoreRowOf(attribution, 'size')).toBe(group);
  expect(scoreRowOf(attribution, 'title')).toBeNull();
  expect(scoreRowOf(undefined, 'size')).toBeNull();
});

test('a change that rounds to nothing has no sign', () => {
  expect(formatScoreChange(-0.0004)).toBe('0.000');
});
