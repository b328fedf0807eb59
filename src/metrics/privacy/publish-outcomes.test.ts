import { expect, test } from 'vitest';
import { policySchema } from '../../settings/policy-schema.ts';
import { kRule } from './k-rule.ts';
import { publishedAttribution } from './publish-attribution.ts';
import { publishedOutcomes } from './publish-outcomes.ts';
import { publishedChance } from './publish-performance.ts';
import { unitOf } from './units.ts';

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

test('a unit is what k leads move, rounded up to 1, 2 or 5 times a power of ten', () => {
  expect([100, 400, 1_000, 1_155].map((leads) => unitOf(leads, kRule(POLICY)))).toEqual([
    0.05, 0.02, 0.005, 0.005,
  ]);
  expect(unitOf(1_000, kRule(EXACT))).toBe(0);
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

test('publishes what moved the scores in steps that k ordinary leads make, and parts that still add up', () => {
  const row = (feature: string, contribution: number, interval: [number, number]) => ({
    feature,
    with: [],
    contribution,
    interval,
  });
  const rows = [row('industry', -0.0256, [-0.0401, -0.0121]), row('size', 0.0049, [-0.0037, 0.0128])];
  const given = {
    method: 'surrogate' as const,
    reason: null,
    against: 'reference' as const,
    r2: { reference: 0.9416, production: 0.9304 },
    nReference: 803,
    nProduction: 133,
    total: -0.0124,
    totalInterval: [-0.0495, 0.0247] as [number, number],
    rows,
    rest: 0.0083,
    values: [],
    notes: [],
  };
  const shown = publishedAttribution(given, POLICY);
  expect([shown.nReference, shown.nProduction]).toEqual([800, 130]);
  // Five leads of the deviation that the interval tells: 5 × 0.0143 ÷ 1.96 ÷ √133 = 0.0032, so steps of 0.005.
  expect(shown.rows[0]).toMatchObject({ contribution: -0.025, interval: [-0.045, -0.01] });
  expect(shown.rows[1]?.contribution).toBe(0.004);
  const parts = shown.rows.reduce((sum, { contribution }) => sum + contribution, shown.rest ?? 0);
  expect(parts).toBeCloseTo(shown.total ?? Number.NaN, 12);
  expect(publishedAttribution(given, EXACT)).toBe(given);
});
