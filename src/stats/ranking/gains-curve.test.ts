import { expect, test } from 'vitest';
import { hitsByHand, randomRankings } from '../../../tests/support/ranking-cases.ts';
import { gainsCurve } from './gains-curve.ts';
import { rankRows } from './ranked-rows.ts';

test('each point is the share of the positives among the first leads', () => {
  for (const { scores, labels } of randomRankings(200, 9)) {
    const all = labels.reduce((sum, label) => sum + label, 0);
    const ks = Array.from({ length: scores.length }, (_, i) => i + 1);
    const curve = gainsCurve(rankRows(scores, labels), ks);
    expect(curve).toHaveLength(ks.length);
    curve.forEach(({ share, recall, lift }, i) => {
      const hits = hitsByHand({ scores, labels, k: i + 1 });
      expect(Math.abs(recall - hits / all)).toBeLessThan(1e-9);
      expect(Math.abs(lift - recall / share)).toBeLessThan(1e-9);
    });
    expect(curve.at(-1)).toEqual({ share: 1, recall: 1, lift: 1 });
  }
});

test('there is none where no lead is positive', () => {
  expect(gainsCurve(rankRows([0.9, 0.1], [0, 0]), [1, 2])).toEqual([]);
});
