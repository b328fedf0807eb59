import { expect, test } from 'vitest';
import { frozenRankings, hitsByHand, randomRankings } from '../../../tests/support/ranking-cases.ts';
import { liftAtK } from './lift-at-k.ts';
import { rankRows } from './ranked-rows.ts';

test('is the precision over the rate of all, in 1,000 rankings with ties', () => {
  for (const given of randomRankings(1_000, 7)) {
    const { scores, labels, k } = given;
    const rate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
    const lift = liftAtK(rankRows(scores, labels), k, 'outcomes');
    expect(Math.abs((lift?.value ?? -1) - hitsByHand(given) / k / rate)).toBeLessThan(1e-9);
    expect(lift?.interval[0]).toBeLessThanOrEqual((lift?.value ?? 0) + 1e-9);
    expect(lift?.interval[1]).toBeGreaterThanOrEqual((lift?.value ?? 0) - 1e-9);
    expect(lift?.interval[1]).toBeLessThanOrEqual(labels.length / k + 1e-9);
  }
});

test('is scikit-learn’s', () => {
  for (const { scores, labels, k, lift } of frozenRankings()) {
    expect(Math.abs((liftAtK(rankRows(scores, labels), k, 'outcomes')?.value ?? -1) - lift)).toBeLessThan(
      1e-9,
    );
  }
});

test('is not known where no lead is positive, or a part has no label', () => {
  expect(liftAtK(rankRows([0.9, 0.1], [0, 0]), 1, 'outcomes')).toBeUndefined();
  expect(liftAtK(rankRows([0.9, 0.1], [1, null]), 1, 'outcomes')).toBeUndefined();
  expect(liftAtK(rankRows([0.9, 0.1], [0, 1]), 1, 'outcomes')?.value).toBe(0);
});
