import { expect, test } from 'vitest';
import { policySchema } from '../settings/policy-schema.ts';
import { labelCounts, labelNames } from './label-names.ts';

const policy = policySchema.parse({});
const counts = [
  { label: 'not_engaged', count: 90 },
  { label: 'review', count: 5 },
  { label: 'ada@example.org', count: 4 },
  { label: 'engaged', count: 1 },
  { label: 'bob@example.org', count: 1 },
];

test('labels rarer than k are not named, those of the API always are', () => {
  const name = labelNames(counts, policy);
  expect(counts.map(({ label }) => name(label))).toEqual([
    'not_engaged',
    'review',
    '(other)',
    'engaged',
    '(other)',
  ]);
});

test('the counts add up, whatever is left out', () => {
  expect(labelCounts(counts, 20, policy)).toEqual([
    { label: 'not_engaged', count: 90 },
    { label: 'review', count: 5 },
    { label: 'engaged', count: 1 },
    { label: '(other)', count: 5 },
  ]);
  expect(labelCounts(counts, 1, policy)).toEqual([
    { label: 'not_engaged', count: 90 },
    { label: '(other)', count: 11 },
  ]);
  expect(labelCounts([], 20, policy)).toEqual([]);
});
