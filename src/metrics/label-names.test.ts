import { expect, test } from 'vitest';
import { policySchema } from '../settings/policy-schema.ts';
import { labelCounts, labelNames } from './label-names.ts';

const policy = policySchema.parse({ privacy: { counts: 'exact' } });
const counts = [
  { label: 'not_engaged', count: 100, leads: 92 },
  { label: 'review', count: 7, leads: 5 },
  // One lead, by a client that tries again.
  { label: 'ada@example.org', count: 12, leads: 1 },
  { label: 'engaged', count: 2, leads: 2 },
  { label: 'carl', count: 4, leads: 3 },
];

test('labels of fewer than k leads are not named, those of the API always are', () => {
  const name = labelNames(counts, policy);
  expect(counts.map(({ label }) => name(label))).toEqual([
    'not_engaged',
    'review',
    '(other)',
    'engaged',
    '(other)',
  ]);
});

test('leads are counted, and 0 is said of fewer than k', () => {
  expect(labelCounts(counts, 20, policy)).toEqual([
    { label: 'not_engaged', count: 92 },
    { label: 'review', count: 5 },
    { label: 'engaged', count: 0 },
    { label: '(other)', count: 0 },
  ]);
  expect(labelCounts(counts, 1, policy)).toEqual([
    { label: 'not_engaged', count: 92 },
    { label: '(other)', count: 11 },
  ]);
  const rounded = policySchema.parse({});
  expect(labelCounts(counts, 1, rounded)).toEqual([
    { label: 'not_engaged', count: 90 },
    { label: '(other)', count: 10 },
  ]);
  expect(labelCounts([], 20, policy)).toEqual([]);
});
