import { expect, it } from 'vitest';
import { policySchema } from '../settings/policy-schema.ts';
import { flattenPolicy } from './flatten-policy.ts';

it('lists every threshold with its value and whether a team changed it', () => {
  const policy = policySchema.parse({ drift: { alpha: 0.01, features: { jobtitle: { test: 'psi' } } } });
  const entries = new Map(flattenPolicy(policy).map((entry) => [entry.key, entry]));
  expect(entries.get('drift.alpha')).toEqual({ key: 'drift.alpha', value: 0.01, changed: true });
  expect(entries.get('drift.redShare')).toEqual({ key: 'drift.redShare', value: 0.5, changed: false });
  expect(entries.get('drift.features.jobtitle.test')).toMatchObject({ value: 'psi', changed: true });
  expect(entries.get('benchmark.batchSizes')).toMatchObject({ value: '1, 10, 100, 1000', changed: false });
  expect(entries.get('outcomes.keyColumn')).toMatchObject({ value: null, changed: false });
  expect(entries.get('health.successRate.green')).toMatchObject({ value: 0.99, changed: false });
});
