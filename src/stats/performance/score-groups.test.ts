import { expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { ascending, scoreGroups } from './score-groups.ts';

test('groups equal scores from low to high, with the weight of either label', () => {
  const rows = { scores: [0.5, 0.1, 0.5, 0.9], labels: [1, 0, 0.25, 1], weights: [1, 2, 4, 1] };
  const { order, list, positives, negatives } = scoreGroups(rows);
  expect([...order]).toEqual([1, 0, 2, 3]);
  expect(list).toEqual([
    { start: 0, end: 1, positive: 0, negative: 2 },
    { start: 1, end: 3, positive: 2, negative: 3 },
    { start: 3, end: 4, positive: 1, negative: 0 },
  ]);
  expect([positives, negatives]).toEqual([3, 5]);
});

test('has no group without rows', () => {
  expect(scoreGroups({ scores: [], labels: [] }).list).toEqual([]);
  expect([...ascending([])]).toEqual([]);
});

test('rows of equal scores keep their order, as in a stable sort by comparison', () => {
  const random = seededRandom(4);
  for (let round = 0; round < 50; round++) {
    const scores = Array.from({ length: 200 }, () => Math.round(random.normal() * 10) / 10);
    const expected = scores.map((_, row) => row).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
    expect([...ascending(scores)]).toEqual(expected);
  }
});
