import { expect, test } from 'vitest';
import { segmentsFixture } from '../../../tests/support/fixtures/segments.ts';
import { pairFixture } from '../../../tests/support/fixtures/versions.ts';
import { policySchema } from '../../settings/policy-schema.ts';
import { publishedModelVersions, publishedSegments } from './publish-parts.ts';

const policy = policySchema.parse({ privacy: { k: 5 } });

/** 75 leads whose scores changed by 0.031 on average. */
const sameLeads = {
  n: 77,
  meanChange: 0.0312,
  interval: [0.0104, 0.0521] as [number, number],
  topInCommon: 0.7123,
};

test('the change of the same leads has the digits that k ordinary leads leave, and an interval that is no narrower', () => {
  const [shown] = publishedModelVersions([pairFixture({ sameLeads })], policy);
  const { n = 0, meanChange = 0, interval: [low, high] = [1, 0] } = shown?.sameLeads ?? {};
  expect(n).toBe(75);
  expect(low).toBeLessThanOrEqual(0.0104);
  expect(high).toBeGreaterThanOrEqual(0.0521);
  // Five leads of the spread that the interval tells: 5 · 0.0417 / 3.92 / √77 = 0.006.
  expect(Math.abs(meanChange - 0.0312)).toBeLessThanOrEqual(0.006);
  expect(meanChange).not.toBe(0.0312);
});

test('a difference of two versions has an interval that is no narrower than the exact one', () => {
  const difference = {
    first: 0.553,
    second: 0.618,
    difference: 0.065,
    interval: [0.0123, 0.1177] as [number, number],
  };
  const [shown] = publishedModelVersions([pairFixture({ labelled: 400, precision: difference })], policy);
  expect(shown?.precision?.interval[0]).toBeLessThanOrEqual(0.0123);
  expect(shown?.precision?.interval[1]).toBeGreaterThanOrEqual(0.1177);
});

test('nothing is rounded where counts are exact', () => {
  const exact = policySchema.parse({ privacy: { counts: 'exact' } });
  expect(publishedModelVersions([pairFixture({ sameLeads })], exact)[0]?.sameLeads).toEqual(sameLeads);
});

test('a share of so few leads that rounding would make 100 % of 87 % is not told', () => {
  const row = {
    value: 'Retail',
    leads: 40,
    share: 0.2,
    referenceShare: 0.2,
    meanScore: 0.43,
    scoreShift: 0.02,
    labelled: 40,
    predicted: 0.44,
    actual: 0.87,
    rocAuc: 0.81,
    precisionTop: 0.9,
    threshold: 0.41,
  };
  const section = {
    ...segmentsFixture(),
    features: [
      { feature: 'industry', slug: 'industry', declared: true, segments: [row, { ...row, labelled: 100 }] },
    ],
  };
  const [few, enough] = publishedSegments(section, policy).features[0]?.segments ?? [];
  expect(few).toMatchObject({
    predicted: null,
    actual: null,
    rocAuc: null,
    precisionTop: null,
    threshold: null,
  });
  // Five of a hundred leads are 5 %.
  expect(enough).toMatchObject({
    predicted: 0.45,
    actual: 0.85,
    rocAuc: 0.8,
    precisionTop: 0.9,
    threshold: 0.4,
  });
});
