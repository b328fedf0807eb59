import { expect, test } from 'vitest';
import { policySchema } from '../../settings/policy-schema.ts';
import { publishedOutcomes } from './publish-outcomes.ts';

const POLICY = policySchema.parse({});
const EXACT = policySchema.parse({ privacy: { counts: 'exact' } });
const outcomes = (engaged: number, n: number) => ({
  status: 'green' as const,
  present: true,
  n,
  joined: n,
  actualRate: {
    value: engaged / n,
    interval: [engaged / n - 0.031, engaged / n + 0.031] as [number, number],
  },
  predictedRate: null,
  reason: null,
});

test('one outcome more leaves the published rate and counts as they were', () => {
  const before = publishedOutcomes(outcomes(303, 1_001), POLICY);
  expect(publishedOutcomes(outcomes(304, 1_002), POLICY)).toEqual(before);
  expect(before).toMatchObject({ n: 1_000, joined: 1_000, actualRate: { value: 0.305 } });
});

test('the interval holds the exact one', () => {
  const [low = 1, high = 0] = publishedOutcomes(outcomes(303, 1_001), POLICY).actualRate?.interval ?? [];
  expect(low).toBeLessThanOrEqual(303 / 1_001 - 0.031);
  expect(high).toBeGreaterThanOrEqual(303 / 1_001 + 0.031);
});

test.each([
  [99, 1_000],
  [101, 1_000],
  [100, 1_000],
])('%i of %i stay on their side of the limit by which they are judged', (engaged, n) => {
  const limit = POLICY.alerts['low-engagement'].actualBelow;
  const shown = publishedOutcomes(outcomes(engaged, n), POLICY).actualRate?.value ?? Number.NaN;
  expect(shown < limit).toBe(engaged / n < limit);
});

test('nothing is rounded where counts are exact', () => {
  expect(publishedOutcomes(outcomes(303, 1_001), EXACT)).toEqual(outcomes(303, 1_001));
});
