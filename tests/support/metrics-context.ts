import type { OutcomeData } from '../../src/ingest/sources/tables.ts';
import { type MetricsContext, metricsContext, reportWindow } from '../../src/metrics/window.ts';
import type { Observations } from '../../src/report/observations.ts';
import { type Policy, policySchema } from '../../src/settings/policy-schema.ts';
import { type FakeData, fakeStore, referenceOf } from './fake-store.ts';

export { referenceOf } from './fake-store.ts';

/** `now` of the tests. */
export const NOW = Date.parse('2026-02-20T12:00:00Z');
export const DEFAULT_POLICY: Policy = policySchema.parse({});

/** A policy file that rounds nothing, for tests of the numbers themselves. */
export const exact = (policy: object = {}): object => ({
  ...policy,
  privacy: {
    counts: 'exact',
    ...('privacy' in policy && typeof policy.privacy === 'object' ? policy.privacy : {}),
  },
});

/** The context of a report over in-memory rows; `policy` is the content of a policy file. */
export async function testContext(data: FakeData, policy: unknown = {}, now = NOW): Promise<MetricsContext> {
  const store = fakeStore(data);
  const parsed = policySchema.parse(policy);
  const window = await reportWindow(store, parsed, now);
  return metricsContext({ store, policy: parsed, now, window }, referenceOf(data));
}

export const NOT_PROBED: Observations['health'] = {
  status: 'not-probed',
  url: null,
  attempts: [],
  version: null,
  reason: null,
};

export const NO_OUTCOMES: OutcomeData = {
  present: false,
  location: '',
  rows: 0,
  rejected: 0,
  reasons: [],
  keyColumn: null,
  outcomes: [],
};

/** `count` items made from their index. */
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
