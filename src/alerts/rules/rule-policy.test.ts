import { expect, test } from 'vitest';
import { byLevel, defaultRulePolicy, rulePolicy, sustained } from './rule-policy.ts';

test('one limit has the severity of the rule, several have their own, the most severe first', () => {
  expect(byLevel(0.1, 'low')).toEqual([['low', 0.1]]);
  expect(byLevel({ low: 1, critical: 3, medium: 2 }, 'low')).toEqual([
    ['critical', 3],
    ['medium', 2],
    ['low', 1],
  ]);
});

test('"2 of 3" is two of the last three reports', () => {
  expect(sustained('2 of 3')).toEqual([2, 3]);
  expect(rulePolicy.safeParse({ figure: 'traffic', above: 1, for: 'twice' }).success).toBe(false);
});

test('a condition of the team’s own replaces that of a default rule, other keys leave it', () => {
  const policy = defaultRulePolicy({
    ...{ title: 'T', figure: 'traffic', above: 5, severity: 'high', owner: 'A', action: 'B.' },
  });
  expect(policy.parse(undefined)).toMatchObject({ above: 5, severity: 'high', for: '1 of 1', enabled: true });
  expect(policy.parse({ owner: 'C' })).toMatchObject({ above: 5, owner: 'C' });
  const below = policy.parse({ below: 3 });
  expect(below.above).toBeUndefined();
  expect(below).toMatchObject({ below: 3, figure: 'traffic' });
});
