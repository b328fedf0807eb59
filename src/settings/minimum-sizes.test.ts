import { expect, test } from 'vitest';
import { tooSmallGroups } from './minimum-sizes.ts';
import { policySchema } from './policy-schema.ts';
import { parsePolicy } from './read-policy.ts';

test('a rule that would publish smaller groups than k is refused, by its name', () => {
  const small = { outcomes: { minimumRows: 9 }, privacy: { k: 10 } };
  expect(tooSmallGroups(policySchema.parse(small))).toEqual([
    expect.stringMatching(/^outcomes\.minimumRows: 9 is below privacy\.k \(10\)/),
  ]);
  expect(() => parsePolicy(small, 'policy.json')).toThrow(/outcomes\.minimumRows/);
  expect(tooSmallGroups(parsePolicy({ outcomes: { minimumRows: 10 }, privacy: { k: 10 } }, 'x'))).toEqual([]);
});

test('defaults that the file does not set follow k, whatever else it sets', () => {
  const read = parsePolicy({ privacy: { k: 600 }, ranking: { target: 0.2 }, outcomes: {} }, 'policy.json');
  expect(read.outcomes.minimumRows).toBe(600);
  expect(read.performance.baselineOutcomes).toBe(600);
  expect(read.ranking).toMatchObject({ top: [0.05, 0.1, 0.2], target: 0.2 });
  expect(tooSmallGroups(read)).toEqual([]);
  expect(parsePolicy({}, 'policy.json').ranking.top).toEqual([10, 50, 0.05, 0.1, 0.2]);
  expect(() => parsePolicy({ privacy: { k: 20 }, ranking: { top: [10, 0.1] } }, 'x')).toThrow(
    /ranking\.top: 10/,
  );
});
