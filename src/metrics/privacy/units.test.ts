import { expect, test } from 'vitest';
import { policySchema } from '../../settings/policy-schema.ts';
import { kRule } from './k-rule.ts';
import { unitOf } from './units.ts';

const POLICY = policySchema.parse({});
const EXACT = policySchema.parse({ privacy: { counts: 'exact' } });

test('a unit is what k leads move, rounded up to 1, 2 or 5 times a power of ten', () => {
  expect([100, 400, 1_000, 1_155].map((leads) => unitOf(leads, kRule(POLICY)))).toEqual([
    0.05, 0.02, 0.005, 0.005,
  ]);
  expect(unitOf(1_000, kRule(EXACT))).toBe(0);
});
