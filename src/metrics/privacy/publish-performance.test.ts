import { expect, test } from 'vitest';
import { policySchema } from '../../settings/policy-schema.ts';
import { kRule } from './k-rule.ts';
import { publishedChance } from './publish-performance.ts';

const POLICY = policySchema.parse({});
const EXACT = policySchema.parse({ privacy: { counts: 'exact' } });

test('whether leads are ranked is told in the digits that its leads leave, and exactly where counts are exact', () => {
  const found = {
    answer: 'ranks',
    auc: { auc: 0.7123, variance: 1e-4, positives: 200, negatives: 303 },
    n: 503,
    below: 0.5,
  } as const;
  expect(publishedChance(found, kRule(EXACT))).toMatchObject({ n: 503, auc: { value: 0.7123 } });
  // On the logit scale: logit(0.7123) ± 1.96 · 0.01 ÷ (0.7123 · 0.2877).
  expect(publishedChance(found, kRule(EXACT)).auc?.interval[0]).toBeCloseTo(0.69231, 5);
  expect(publishedChance(found, kRule(POLICY))).toMatchObject({
    n: 500,
    auc: { value: 0.71, interval: [0.69, 0.74] },
  });
});
