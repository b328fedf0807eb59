import { expect, test } from 'vitest';
import { frozenRankings, hitsByHand, randomRankings } from '../../../tests/support/ranking-cases.ts';
import { rankRows } from './ranked-rows.ts';
import { cutAt, partBetween } from './top-rows.ts';

test('the top of 1,000 rankings with ties holds the positives of every order that the scores allow', () => {
  for (const given of randomRankings(1_000, 5)) {
    const cut = cutAt(rankRows(given.scores, given.labels), given.k);
    expect(Math.abs((cut?.top.positives ?? -1) - hitsByHand(given))).toBeLessThan(1e-9);
    expect(cut?.threshold).toBe(given.scores.toSorted((a, b) => b - a)[given.k - 1]);
    expect(cut?.top.n).toBeCloseTo(given.k, 9);
    expect((cut?.top.n ?? 0) + (cut?.rest.n ?? 0)).toBeCloseTo(given.scores.length, 9);
  }
});

test('hits and thresholds are scikit-learn’s and NumPy’s', () => {
  for (const given of frozenRankings()) {
    const cut = cutAt(rankRows(given.scores, given.labels), given.k);
    expect(Math.abs((cut?.top.positives ?? -1) - given.hits)).toBeLessThan(1e-9);
    expect(cut?.threshold).toBe(given.threshold);
  }
});

test('a lead without a label takes its place and no more; parts add up', () => {
  const ranked = rankRows([0.9, 0.8, 0.7, 0.6], [1, null, 1, 0]);
  expect(cutAt(ranked, 2)).toMatchObject({ top: { n: 2, labelled: 1, positives: 1 }, share: 0.5 });
  expect(partBetween(ranked, 1, 3)).toMatchObject({ n: 2, labelled: 1, positives: 1 });
  expect(partBetween(rankRows([0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0]), 1, 3)).toMatchObject({
    n: 2,
    positives: 1,
    squares: 1,
  });
});

test('nothing is cut of nothing, and all of it at most', () => {
  expect(cutAt(rankRows([], []), 3)).toBeUndefined();
  expect(cutAt(rankRows([0.5], [1]), 0)).toBeUndefined();
  expect(cutAt(rankRows([0.5, 0.4], [1, 0]), 9)).toMatchObject({ share: 1, top: { n: 2 }, rest: { n: 0 } });
});
