import { expect, test } from 'vitest';
import { policySchema } from '../../settings/policy-schema.ts';
import { publishedAttribution } from './publish-attribution.ts';

const POLICY = policySchema.parse({});
const EXACT = policySchema.parse({ privacy: { counts: 'exact' } });

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
