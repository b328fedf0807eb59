import { expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { correlatedGroups, ranksOf } from './correlated-features.ts';

test('ties share their mean rank and missing values have none', () => {
  expect([...ranksOf([10, Number.NaN, 20, 10])]).toEqual([1.5, Number.NaN, 3, 1.5]);
});

test('columns that go together, by rank and in either direction, are one group', () => {
  const random = seededRandom(4);
  const x = Array.from({ length: 300 }, () => random.normal());
  const own = x.map(() => random.normal());
  const curved = x.map((value) => Math.exp(3 * value));
  const against = curved.map((value, i) => (i % 10 === 0 ? Number.NaN : -value));
  const weak = x.map((value) => value + 2 * random.normal());
  expect(correlatedGroups([x, own, curved, against, weak], 0.7)).toEqual([[0, 2, 3], [1], [4]]);
});

test('constant columns and columns that are rarely filled together stay alone', () => {
  const x = Array.from({ length: 100 }, (_, i) => i);
  const rare = x.map((value) => (value < 20 ? value : Number.NaN));
  expect(correlatedGroups([x, x.map(() => 1), rare], 0.7)).toEqual([[0], [1], [2]]);
});
