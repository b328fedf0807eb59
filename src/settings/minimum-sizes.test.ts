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
