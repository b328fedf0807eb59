import { expect, test } from 'vitest';
import { flattenPolicy } from './flatten-policy.ts';
import { policySchema } from './policy-schema.ts';

test('lists every threshold with its value and whether a team changed it', () => {
  const policy = policySchema.parse({ drift: { alpha: 0.01, features: { jobtitle: { test: 'psi' } } } });
  const entries = new Map(flattenPolicy(policy).map((entry) => [entry.key, entry]));
  expect(entries.get('drift.alpha')).toEqual({ key: 'drift.alpha', value: 0.01, changed: true });
  expect(entries.get('alerts.data-drift.threshold')).toEqual({
    key: 'alerts.data-drift.threshold',
    value: 0.5,
    changed: false,
  });
  expect(entries.get('drift.features.jobtitle.test')).toMatchObject({ value: 'psi', changed: true });
  expect(entries.get('model.trainedAt')).toMatchObject({ value: null, changed: false });
  expect(entries.get('figures.success-rate.green')).toMatchObject({ value: 0.99, changed: false });
});

test('leaves out what does not judge, unless it was changed', () => {
  const keys = (policy: unknown): string[] =>
    flattenPolicy(policySchema.parse(policy)).map((entry) => entry.key);
  expect(keys({})).not.toContain('benchmark.calls');
  expect(keys({ benchmark: { calls: 10, batchSizes: [1, 2] } })).toEqual(
    expect.arrayContaining(['benchmark.calls', 'benchmark.batchSizes']),
  );
  expect(keys({}).some((key) => key.startsWith('playbook.'))).toBe(false);
});

test('writes a feature with its cuts as JSON', () => {
  const entries = flattenPolicy(
    policySchema.parse({ segments: ['industry', { feature: 'size', cuts: [5] }] }),
  );
  expect(entries.find(({ key }) => key === 'segments')?.value).toBe(
    'industry, {"feature":"size","cuts":[5]}',
  );
});
