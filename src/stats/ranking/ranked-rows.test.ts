import { expect, test } from 'vitest';
import { rankRows } from './ranked-rows.ts';

test('groups equal scores from the highest, and counts a lead without a label in its place only', () => {
  const ranked = rankRows([0.2, 0.9, 0.2, 0.5, 0.2], [1, 0.25, null, 0, 0]);
  expect(ranked.groups).toEqual([
    { score: 0.9, n: 1, labelled: 1, positives: 0.25, uncertain: 0.1875 },
    { score: 0.5, n: 1, labelled: 1, positives: 0, uncertain: 0 },
    { score: 0.2, n: 3, labelled: 2, positives: 1, uncertain: 0 },
  ]);
  expect(ranked).toMatchObject({ n: 5, labelled: 4, positives: 1.25, uncertain: 0.1875 });
});

test('nothing ranked is nothing', () => {
  expect(rankRows([], [])).toEqual({ n: 0, labelled: 0, positives: 0, uncertain: 0, groups: [] });
});

test('counts stand for as many leads of one score and label', () => {
  const counted = rankRows([0.2, 0.9, 0.2], [0.5, 0.25, null], [3, 2, 1]);
  expect(counted).toEqual(rankRows([0.2, 0.2, 0.2, 0.9, 0.9, 0.2], [0.5, 0.5, 0.5, 0.25, 0.25, null]));
});
