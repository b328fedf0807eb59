import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { groupedRows, rowsOf } from './frozen.ts';

const random = seededRandom(3);
const scores = Array.from({ length: 503 }, () => random.uniform());
const labels = scores.map((score): number => (random.uniform() < score ? 1 : 0));

test('keeps every lead and outcome, in groups that the threshold parts', () => {
  const groups = groupedRows({ scores, labels }, 5, 0.5);
  expect(groups.reduce((sum, { n }) => sum + n, 0)).toBe(503);
  expect(groups.reduce((sum, { positives }) => sum + positives, 0)).toBe(labels.reduce((a, b) => a + b, 0));
  expect(Math.min(...groups.map(({ n }) => n))).toBeGreaterThanOrEqual(5);
  const rows = rowsOf(groups);
  const high = (given: readonly number[]) => given.filter((score) => score > 0.5).length;
  expect(high(rows.scores)).toBe(high(scores));
  expect(rows.scores.reduce((a, b) => a + b, 0)).toBeCloseTo(
    scores.reduce((a, b) => a + b, 0),
    9,
  );
});

test('mixes both sides of the threshold only where one has too few', () => {
  const few = groupedRows({ scores: [0.1, 0.2, 0.3, 0.4, 0.45, 0.9], labels: [0, 0, 1, 0, 1, 1] }, 5, 0.5);
  expect(few).toHaveLength(1);
  expect(few[0]).toMatchObject({ n: 6, positives: 3 });
});

test('with groups of one the rows come back as they were', () => {
  const rows = rowsOf(groupedRows({ scores: [0.7, 0.2], labels: [1, 0] }, 1, 0.5));
  expect(rows).toEqual({ scores: [0.2, 0.7], labels: [0, 1] });
});
