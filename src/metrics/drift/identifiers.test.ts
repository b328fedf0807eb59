import { expect, test } from 'vitest';
import { NO_OUTCOMES, NOW, referenceOf, testContext, times } from '../../../tests/support/metrics-context.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { inputsSection } from '../inputs.ts';
import { driftSection } from './index.ts';

const uuid = (i: number): string => `6ba7b810-9dad-41d1-80b4-${i.toString(16).padStart(12, '0')}`;

/** Features of lead `i`; each lead is scored once or twice. */
const input = (i: number) => ({
  lead_id: `l${i % 60}`,
  requestId: i,
  correlation: uuid(i),
  industry_id: i % 5,
  summary: `Lead number ${i} writes about something`,
  paid: `${i}`,
  amount: i / 7,
});

const DATA = {
  predictions: times(100, (i) => ({ time: NOW - i * 1000, score: 0.5, input: input(i) })),
  reference: { amount: times(40, (i) => i / 7), summary: times(40, (i) => `About ${i} and more`) },
};

const names = async (policy: unknown = {}) => {
  const drift = await driftSection(await testContext(DATA, policy), referenceOf(DATA), silentReporter);
  return { features: drift.features.map(({ name }) => name).sort(), notes: drift.notes };
};

test('keys whose values name leads are no features, which the drift page and input quality say', async () => {
  const { features, notes } = await names();
  expect(features).toEqual(['amount', 'industry_id', 'paid', 'summary']);
  expect(notes.join()).toMatch(/3 input keys taken as identifiers.*`correlation`, `lead_id`, `requestId`/);
  const inputs = await inputsSection(await testContext(DATA), referenceOf(DATA), NO_OUTCOMES);
  expect(inputs.predictions.notes.join()).toContain('`lead_id`');
});

test('the policy keeps one by its type, or all', async () => {
  const kept = await names({ drift: { features: { lead_id: { type: 'text' } } } });
  expect(kept.features).toContain('lead_id');
  expect(kept.features).not.toContain('requestId');
  const all = await names({ drift: { identifiers: 'keep' } });
  expect(all.features).toEqual(expect.arrayContaining(['correlation', 'lead_id', 'requestId']));
  expect(all.notes.join()).not.toContain('identifiers');
});
