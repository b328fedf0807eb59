import { expect, test } from 'vitest';
import { type FakeData, fakeStore } from '../../tests/support/fake-store.ts';
import { NO_OUTCOMES, NOT_PROBED, NOW, referenceOf, times } from '../../tests/support/metrics-context.ts';
import type { OutcomeData } from '../ingest/sources/tables.ts';
import type { Store } from '../ingest/store.ts';
import { policySchema } from '../settings/policy-schema.ts';
import { silentReporter } from '../settings/reporter.ts';
import { DAY_MS } from '../wording/time.ts';
import { assembleReport } from './assemble.ts';

/** Calls of every method of the store by one report over `weeks` weeks of predictions. */
async function queriesOf(world: { features: number; weeks: number; outcomes: boolean }) {
  const rows = 60 * world.weeks;
  const names = times(world.features, (f) => `feature-${f}`);
  const input = (i: number) => Object.fromEntries(names.map((name, f) => [name, ((i * (f + 7)) % 90) + 0.5]));
  const data: FakeData = {
    predictions: times(rows, (i) => ({
      time: NOW - ((i + 0.5) / rows) * world.weeks * 7 * DAY_MS,
      score: ((i * 37) % 100) / 100,
      input: { ...input(i), lead: `lead-${i}` },
    })),
    requests: times(rows, (i) => ({ time: NOW - ((i + 0.5) / rows) * world.weeks * 7 * DAY_MS })),
    reference: Object.fromEntries(names.map((name) => [name, times(80, (i) => Number(input(i)[name]))])),
  };
  const outcomes: OutcomeData = {
    ...NO_OUTCOMES,
    present: true,
    rows,
    keyColumn: 'lead',
    outcomes: times(rows, (i) => ({ key: `lead-${i}`, time: NOW, engaged: i % 3 === 0 })),
  };
  const counts = new Map<string, number>();
  const store = new Proxy(fakeStore(data), {
    get(target, property: keyof Store) {
      const method: unknown = Reflect.get(target, property);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        counts.set(property, (counts.get(property) ?? 0) + 1);
        return Reflect.apply(method, target, given);
      };
    },
  });
  const report = await assembleReport({
    store,
    reference: referenceOf(data),
    outcomes: world.outcomes ? outcomes : NO_OUTCOMES,
    observations: {
      recordedAt: '2026-02-20T12:00:00Z',
      healthLog: [],
      health: NOT_PROBED,
      registry: { status: 'unknown', reason: 'not set' },
      benchmark: { status: 'absent', reason: 'no model' },
      modelMetadata: null,
    },
    referenceScores: { source: 'none', reason: 'there is no reference' },
    policy: policySchema.parse({ outcomes: { keyColumn: 'lead', maturityDays: 1 } }),
    now: NOW,
    id: '2026-02-20',
    simulated: false,
    software: { name: 'test', version: '0.0.0' },
    reporter: silentReporter,
  });
  return { report, counts, total: [...counts.values()].reduce((sum, n) => sum + n, 0) };
}

test('outcomes cost one query, whatever the number of weeks, and a feature two', async () => {
  const without = await queriesOf({ features: 2, weeks: 2, outcomes: false });
  const few = await queriesOf({ features: 2, weeks: 2, outcomes: true });
  const many = await queriesOf({ features: 2, weeks: 20, outcomes: true });
  const wide = await queriesOf({ features: 6, weeks: 2, outcomes: true });
  // As docs/engines.md says.
  expect(without.total).toBe(36 + 2 * 2);
  expect(few.total).toBe(without.total + 1);
  expect(few.counts.get('firstScores')).toBe(1);
  expect(many.report.performance?.windows.length).toBeGreaterThan(19);
  expect(many.counts).toEqual(few.counts);
  expect(wide.total).toBe(few.total + 2 * 4);
});
