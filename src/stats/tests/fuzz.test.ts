import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerStatLine } from '../stat-line/stat-line.ts';
import type { JointTable, TextSamples } from '../tables/joint-table.ts';
import { categoricalTable, numericTable } from '../tables/joint-table-from.ts';
import { runDriftTest, testsFor } from './drift-test.ts';
import { FEATURE_TYPES, TEST_NAMES, type TestName } from './drift-test-types.ts';

/** Numbers that occur, and numbers that break arithmetic. */
const awkward = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 1e308, -1e308, Number.MIN_VALUE, Number.MAX_VALUE, 1e-200, 1),
);
const numbers = fc.array(awkward, { maxLength: 40 });
const categories = fc.array(fc.constantFrom('a', 'b', 'c', '', '__proto__', 'é'), { maxLength: 40 });
const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('sales lead', 'data lead')), { maxLength: 25 });

/** Every number anywhere in the result is finite. */
function expectFinite(value: unknown, path: string): void {
  if (typeof value === 'number') expect(Number.isFinite(value), `${path} = ${value}`).toBe(true);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) expectFinite(item, `${path}.${key}`);
  }
}

function check(name: TestName, input: JointTable | TextSamples): void {
  for (const options of [{ permutations: 20 }, { permutations: 20, compat: 'evidently' as const }]) {
    const result = runDriftTest(name, input, options);
    expectFinite(result, name);
    if (result.status === 'ok') {
      if (result.p !== undefined) {
        expect(result.p).toBeGreaterThanOrEqual(0);
        expect(result.p).toBeLessThanOrEqual(1);
      }
      expect(result.drifted).toBeTypeOf('boolean');
    } else expect(result.reason).not.toBe('');
  }
}

describe('any column', () => {
  it.each(testsFor('numeric'))('numeric: %s neither throws nor leaves its range', (name) => {
    fc.assert(
      fc.property(numbers, numbers, (reference, production) =>
        check(name, numericTable(reference, production)),
      ),
      { numRuns: 60 },
    );
  });

  it.each(testsFor('categorical'))('categorical: %s neither throws nor leaves its range', (name) => {
    fc.assert(
      fc.property(categories, categories, (reference, production) =>
        check(name, categoricalTable(reference, production)),
      ),
      { numRuns: 60 },
    );
  });

  it.each(testsFor('text'))('text: %s neither throws nor leaves its range', (name) => {
    fc.assert(
      fc.property(texts, texts, (reference, production) =>
        check(name, { kind: 'text', reference, production }),
      ),
      { numRuns: 20 },
    );
  });

  it('any line of the stat command gets an answer', () => {
    const side = fc.oneof(fc.array(fc.jsonValue(), { maxLength: 6 }), fc.jsonValue(), numbers);
    const request = fc.record({
      test: fc.oneof(fc.constantFrom(...TEST_NAMES), fc.string()),
      reference: side,
      production: side,
      options: fc.oneof(
        fc.constant({}),
        fc.jsonValue(),
        fc.record({ type: fc.constantFrom(...FEATURE_TYPES) }),
      ),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          request.map((value) => JSON.stringify(value)),
          fc.string(),
        ),
        (line) => {
          expect(answerStatLine(line)['status']).toBeTypeOf('string');
        },
      ),
      { numRuns: 300 },
    );
  });
});
