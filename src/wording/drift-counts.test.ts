import { expect, test } from 'vitest';
import { bothCounts, countedDrifted, countedOf } from './drift-counts.ts';

const counts = { count: 'guide', drifted: 9, material: 4, tested: 18 } as const;

test('both counts are said, the one by the rule in force first', () => {
  expect(bothCounts(counts)).toBe('9 of 18 tested features drifted by the guide’s rule, 4 of 18 materially');
  expect(bothCounts({ ...counts, count: 'material' }, '(22 %)')).toBe(
    '4 of 18 tested features drifted (22 %) materially, 9 of 18 by the guide’s rule',
  );
});

test('the count is that of the rule in force', () => {
  expect([countedDrifted(counts), countedOf(counts)]).toEqual([9, '9 of 18']);
  expect(countedOf({ ...counts, count: 'material' })).toBe('4 of 18');
});

test('a report that did not say what is material has the guide’s count', () => {
  expect(countedDrifted({ ...counts, count: 'material', material: null })).toBe(9);
  expect(bothCounts({ ...counts, material: null })).toBe('9 of 18 tested features drifted');
});
