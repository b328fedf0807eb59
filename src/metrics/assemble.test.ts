import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FakeData, fakeStore } from '../../tests/support/fake-store.ts';
import { NO_OUTCOMES, NOT_PROBED, NOW, referenceOf, times } from '../../tests/support/metrics-context.ts';
import { MonitorError } from '../monitor-error.ts';
import { reportSchema } from '../report/schema/report.ts';
import { policySchema } from '../settings/policy-schema.ts';
import { silentReporter } from '../settings/reporter.ts';
import { assembleReport } from './assemble.ts';

const assemble = (data: FakeData, policy: unknown = {}) =>
  assembleReport({
    store: fakeStore(data),
    reference: referenceOf(data),
    outcomes: NO_OUTCOMES,
    observations: {
      recordedAt: '2026-02-20T12:00:00Z',
      healthLog: [],
      health: NOT_PROBED,
      registry: { status: 'unknown', reason: 'not set' },
      benchmark: { status: 'absent', reason: 'no model' },
      modelMetadata: null,
    },
    referenceScores: { source: 'none', reason: 'there is no reference' },
    policy: policySchema.parse(policy),
    now: NOW,
    id: '2026-02-20',
    simulated: false,
    software: { name: 'test', version: '0.0.0' },
    reporter: silentReporter,
  });

const cell = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, 1e15),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', 'a', '__proto__', 'constructor', '</script>'),
  fc.boolean(),
  fc.constant(null),
);
const column = fc.oneof(
  fc.array(cell, { minLength: 40, maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 40, maxLength: 60 }),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 40, maxLength: 60 }),
  fc.array(fc.constantFrom('a', 'b', null), { minLength: 40, maxLength: 60 }),
  fc.constant(times(45, () => null)),
);
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', '__proto__', 'score') },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const columns = fc.dictionary(name, column, { maxKeys: 4 });

describe('any data', () => {
  test('gives a valid report without NaN, infinity or undefined, or an error with words', async () => {
    await fc.assert(
      fc.asyncProperty(columns, columns, async (reference, production) => {
        const rows = Math.max(0, ...Object.values(production).map((cells) => cells.length));
        const predictions = times(rows, (i) => ({
          time: NOW - i * 3_600_000,
          score: (i % 11) / 10,
          input: Object.fromEntries(
            Object.entries(production).map(([key, cells]) => [key, cells[i] ?? null]),
          ),
        }));
        const policy = { drift: { multivariate: false, tests: { text: 'abs_text_content_drift' } } };
        try {
          const report = await assemble({ reference, predictions, requests: [] }, policy);
          const text = JSON.stringify(report);
          expect(reportSchema.safeParse(JSON.parse(text)).success).toBe(true);
          // JSON turns NaN and infinities into null and drops undefined, so equality proves that the report has none.
          expect(JSON.parse(text)).toEqual(report);
          const slugs = report.drift.features.map((feature) => feature.slug);
          expect(new Set(slugs).size).toBe(slugs.length);
        } catch (error) {
          if (!(error instanceof MonitorError)) throw error;
          expect(error.exitCode).toBe(3);
        }
      }),
      { numRuns: 150, seed: 20260220 },
    );
  }, 60_000);
});

describe('a report', () => {
  const data = {
    predictions: times(50, (i) => ({ time: NOW - i, input: { a: i % 2 === 0 ? 'x' : 'y' } })),
    requests: times(50, (i) => ({ time: NOW - i })),
    reference: { a: times(50, (i) => (i % 2 === 0 ? 'x' : 'y')) },
  };

  test('is the same when computed again', async () => {
    expect(JSON.stringify(await assemble(data))).toBe(JSON.stringify(await assemble(data)));
  });

  test('says when nothing is known, in every section, without a missing key', async () => {
    const full = await assemble(data);
    const nothing = await assemble({});
    expect(Object.keys(nothing)).toEqual(Object.keys(full));
    for (const section of ['health', 'scores', 'latency', 'drift'] as const) {
      expect(Object.keys(nothing[section])).toEqual(Object.keys(full[section]));
    }
    expect(nothing.verdict.status).toBe('unknown');
    for (const trigger of nothing.retraining.triggers) expect(trigger.status).toBe('unknown');
    expect(JSON.stringify(nothing)).not.toMatch(/undefined|NaN/);
  });
});
