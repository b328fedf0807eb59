import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import type { Report } from '../../report/schema/report.ts';
import { partRuleId, partTitle } from './candidate.ts';
import { featureLimits } from './feature-limits.ts';
import type { Readings } from './readings.ts';

const base = fixtureReport({ rows: 200 });
const [numeric] = base.drift.features.filter(({ type }) => type === 'numeric');
const [categorical] = base.drift.features.filter(({ type }) => type === 'categorical');
if (numeric === undefined || categorical === undefined) throw new Error('The fixture has both types.');

type Feature = Report['drift']['features'][number];
const missing = (feature: Feature, referenceShare: number, n: number): Feature => ({
  ...feature,
  nReference: n * (1 - referenceShare),
  missingReference: n * referenceShare,
  missing: { ...feature.missing, referenceShare },
});
const readings = (features: readonly Feature[], rows: number): Readings => ({
  highest: () => null,
  of: () => 0,
  newest: { ...base, drift: { ...base.drift, features: [...features] } },
  fewestRows: new Map(features.map(({ name }) => [name, rows])),
});
const limits = (features: readonly Feature[], rows: number) =>
  featureLimits(readings(features, rows)).candidates.map(({ path, toPolicy, make }) => {
    const rule = make([]);
    return rule === null ? null : [path.at(-1), (toPolicy(rule) as { above: number }).above];
  });

// scipy 1.17.1: binom.isf(a/2, next, beta.ppf(1 - a/2, events + 1, total - events)) / next, rounded up to three decimals,
// less the missing rate; a is 0.01 over the features that a measure is of.
test('a feature is held to what its reference lets one expect of so many rows', () => {
  const one = missing({ ...numeric, slug: 'a-b' }, 0.05, 10_000);
  // 500 of 10,000, next 2,000: 0.0695; 1 of 9,500: 0.003.
  expect(limits([one], 2_000)).toEqual([
    ['missing-a-b', 0.02],
    ['out-of-range-a-b', 0.003],
  ]);
  const other = missing({ ...categorical, slug: 'c' }, 0, 10_000);
  // Two features can miss values, so that a is 0.005: 0.0715 and 0.0025; of one that is categorical, 0 of 10,000 give 0.002.
  expect(limits([one, other], 2_000)).toEqual([
    ['missing-a-b', 0.022],
    ['missing-c', 0.003],
    ['new-categories-c', 0.002],
    ['out-of-range-a-b', 0.003],
  ]);
});

test('what is no tighter than the rule in force is not suggested', () => {
  // 3 of 60, next 40: far above 0.1 more.
  expect(limits([missing(numeric, 0.05, 60)], 40)).toEqual([]);
  expect(limits([missing(numeric, 0.05, 10_000)], 0)).toEqual([]);
});

test('twenty features at most are tried, and the others counted', () => {
  const many = Array.from({ length: 23 }, (_, i) =>
    missing({ ...numeric, name: `f${i}`, slug: `f${i}` }, 0.05, 10_000),
  );
  const found = featureLimits(readings(many, 2_000));
  expect(found.more).toBe(3);
  expect(new Set(found.candidates.map(({ path }) => path.at(-1))).size).toBe(40);
});

test('a title is cut between characters, of which the policy takes eighty', () => {
  expect(partTitle('Odd', '🦄'.repeat(80))).toBe(`Odd: ${'🦄'.repeat(75)}`);
});

test('ids of rules are of letters and digits, and differ where names do', () => {
  expect(partRuleId('missing', 'company-size')).toBe('missing-company-size');
  const ids = ['a=ß', 'a=ü', 'a', 'x'.repeat(80), `${'x'.repeat(80)}y`].map((name) =>
    partRuleId('share', name),
  );
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  for (const id of ids) expect(id.length).toBeLessThanOrEqual(60);
});
