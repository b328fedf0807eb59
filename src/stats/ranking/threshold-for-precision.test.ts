import { expect, test } from 'vitest';
import { frozenRankings, randomRankings } from '../../../tests/support/ranking-cases.ts';
import { rankRows } from './ranked-rows.ts';
import { thresholdForPrecision } from './threshold-for-precision.ts';

const options = { fewest: 3, coverage: 1, source: 'outcomes' } as const;

test('is the lowest score from which on the leads hold the target, in 1,000 rankings with ties', () => {
  for (const { scores, labels } of randomRankings(1_000, 12)) {
    const holding = scores.filter((threshold) => {
      const chosen = labels.filter((_, i) => (scores[i] ?? 0) >= threshold);
      return chosen.length >= 3 && chosen.reduce((sum, label) => sum + label, 0) / chosen.length >= 0.6;
    });
    const found = thresholdForPrecision(rankRows(scores, labels), 0.6, options);
    expect(found?.threshold).toBe(holding.length === 0 ? undefined : Math.min(...holding));
    if (found === undefined) continue;
    expect(found.leads).toBe(scores.filter((score) => score >= found.threshold).length);
    expect(found.precision.value).toBeGreaterThanOrEqual(0.6);
  }
});

test('is scikit-learn’s', () => {
  for (const { scores, labels, holds } of frozenRankings()) {
    expect(thresholdForPrecision(rankRows(scores, labels), 0.6, options)?.threshold ?? null).toBe(holds);
  }
});

test('does not look at tops that are not labelled', () => {
  const ranked = rankRows([0.9, 0.8, 0.7, 0.6, 0.5], [1, 1, 1, null, 1]);
  expect(thresholdForPrecision(ranked, 0.6, options)?.threshold).toBe(0.7);
  expect(thresholdForPrecision(ranked, 0.6, { ...options, coverage: 0.8 })?.threshold).toBe(0.5);
});
