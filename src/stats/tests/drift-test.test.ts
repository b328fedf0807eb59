import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fourCategories, tied } from '../../../tests/support/samples.ts';
import { ok } from '../../../tests/support/tolerance.ts';
import type { JointTable, TextSamples } from '../tables/joint-table.ts';
import { categoricalTable, numericTable } from '../tables/joint-table-from.ts';
import { DEFAULT_TEST, runDriftTest, scoreKind, testLabel, testsFor } from './drift-test.ts';
import { TEST_NAMES, type TestName } from './drift-test-types.ts';

describe('runDriftTest', () => {
  test('calls drift below a p and from a distance upwards', () => {
    const p = ok(runDriftTest('chisquare', fourCategories));
    expect(p).toMatchObject({ test: 'chisquare', score: p.p, threshold: 0.05, drifted: true });
    expect(ok(runDriftTest('chisquare', fourCategories, { threshold: 0.001 })).drifted).toBe(false);
    const distance = ok(runDriftTest('psi', fourCategories));
    expect(distance).toMatchObject({ score: distance.statistic, threshold: 0.1, drifted: true });
    expect(ok(runDriftTest('psi', fourCategories, { threshold: distance.score })).drifted).toBe(true);
  });

  test('compares Wasserstein in standard deviations of the reference', () => {
    const result = ok(runDriftTest('wasserstein', tied));
    expect(result.score).toBe(result.effect?.value);
  });

  test('lists the tests that fit where one does not', () => {
    expect(runDriftTest('ks', categoricalTable(['a'], ['b']))).toEqual({
      status: 'not-applicable',
      reason:
        'the test "ks" does not fit a categorical feature; these do: chisquare, z, g_test, fisher_exact, TVD, jensenshannon, kl_div, psi, hellinger',
    });
  });

  test('runs every test on data that fits it', () => {
    const words = ['alpha beta', 'gamma delta', 'alpha gamma', 'beta delta', 'alpha delta'];
    const texts = {
      kind: 'text' as const,
      reference: [...words, ...words],
      production: [...words, ...words],
    };
    const binary = categoricalTable(['0', '1', '1'], ['0', '0', '1']);
    for (const name of TEST_NAMES) {
      const fitting = testsFor('numeric').includes(name)
        ? tied
        : testsFor('text').includes(name)
          ? texts
          : binary;
      const result = ok(runDriftTest(name, fitting));
      expect(testLabel(name)).not.toBe('');
      expect(result.p === undefined ? 'distance' : scoreKind(name)).toBe(scoreKind(name));
    }
  });

  test('has a default for every type that fits the type', () => {
    for (const [type, name] of Object.entries(DEFAULT_TEST)) {
      expect(testsFor(type as keyof typeof DEFAULT_TEST)).toContain(name);
    }
  });

  test('gives one answer for a sample and for its table', () => {
    const x = [1, 2, 2, 3, 9];
    const y = [2, 3, 3, 7];
    const byHand = {
      kind: 'numeric' as const,
      values: Float64Array.of(1, 2, 3, 7, 9),
      reference: Float64Array.of(1, 2, 1, 0, 1),
      production: Float64Array.of(0, 1, 2, 1, 0),
    };
    for (const name of testsFor('numeric')) {
      expect(runDriftTest(name, byHand)).toEqual(runDriftTest(name, numericTable(x, y)));
    }
  });
});

/** Ordinary numbers, and numbers at the limits of floating-point arithmetic. */
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
  test.each(testsFor('numeric'))('numeric: %s neither throws nor leaves its range', (name) => {
    fc.assert(
      fc.property(numbers, numbers, (reference, production) =>
        check(name, numericTable(reference, production)),
      ),
      { numRuns: 60 },
    );
  });

  test.each(testsFor('categorical'))('categorical: %s neither throws nor leaves its range', (name) => {
    fc.assert(
      fc.property(categories, categories, (reference, production) =>
        check(name, categoricalTable(reference, production)),
      ),
      { numRuns: 60 },
    );
  });

  test.each(testsFor('text'))('text: %s neither throws nor leaves its range', (name) => {
    fc.assert(
      fc.property(texts, texts, (reference, production) =>
        check(name, { kind: 'text', reference, production }),
      ),
      { numRuns: 20 },
    );
  });
});
