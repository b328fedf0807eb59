import { expect, test } from 'vitest';
import { hitsByHand, randomRankings } from '../../../tests/support/ranking-cases.ts';
import { conversionByGroup } from './conversion-by-group.ts';
import { rankRows } from './ranked-rows.ts';

test('is the rate between successive cuts of 1,000 rankings with ties', () => {
  for (const { scores, labels, k } of randomRankings(1_000, 10)) {
    const n = scores.length;
    const [first, second] = conversionByGroup(rankRows(scores, labels), [k, n], 'outcomes');
    const hits = hitsByHand({ scores, labels, k });
    const all = labels.reduce((sum, label) => sum + label, 0);
    expect(Math.abs((first?.rate?.value ?? -1) - hits / k)).toBeLessThan(1e-9);
    expect(Math.abs((second?.rate?.value ?? -1) - (all - hits) / (n - k))).toBeLessThan(1e-9);
  }
});

test('a group without a label has no rate, and one of probabilities an interval within 0 and 1', () => {
  expect(conversionByGroup(rankRows([0.9, 0.8], [null, 1]), [1, 2], 'outcomes')).toMatchObject([
    { to: 1, labelled: 0, rate: null },
    { to: 2, labelled: 1, rate: { value: 1 } },
  ]);
  const [only] = conversionByGroup(rankRows([0.9, 0.8], [0.9, 0.8]), [2], 'labels');
  expect(only?.rate?.value).toBeCloseTo(0.85, 12);
  expect(only?.rate?.interval[1]).toBe(1);
});
