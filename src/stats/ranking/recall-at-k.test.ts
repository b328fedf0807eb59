import { expect, test } from 'vitest';
import { frozenRankings, hitsByHand, randomRankings } from '../../../tests/support/ranking-cases.ts';
import { rankRows } from './ranked-rows.ts';
import { recallAtK } from './recall-at-k.ts';

test('is the share of all positives, in 1,000 rankings with ties', () => {
  for (const given of randomRankings(1_000, 8)) {
    const { scores, labels, k } = given;
    const all = labels.reduce((sum, label) => sum + label, 0);
    const recall = recallAtK(rankRows(scores, labels), k, 'outcomes');
    expect(Math.abs((recall?.value ?? -1) - hitsByHand(given) / all)).toBeLessThan(1e-9);
    expect(recall?.interval[0]).toBeGreaterThanOrEqual(0);
    expect(recall?.interval[1]).toBeLessThanOrEqual(1);
  }
});

test('is scikit-learn’s', () => {
  for (const { scores, labels, k, recall } of frozenRankings()) {
    const found = recallAtK(rankRows(scores, labels), k, 'outcomes');
    expect(Math.abs((found?.value ?? -1) - recall)).toBeLessThan(1e-9);
  }
});

test('is 1 where the rest holds no positive, and not surely so', () => {
  const found = recallAtK(rankRows([0.9, 0.8, 0.7, 0.1], [1, 1, 0, 0]), 2, 'outcomes');
  expect(found?.value).toBe(1);
  expect(found?.interval[1]).toBe(1);
  expect(found?.interval[0]).toBeLessThan(0.9);
});
