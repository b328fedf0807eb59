import { describe, expect, it } from 'vitest';
import { fourCategories, tied } from '../../../tests/support/samples.ts';
import { ok } from '../../../tests/support/tolerance.ts';
import { categoricalTable, numericTable } from '../tables/joint-table-from.ts';
import { DEFAULT_TEST, runDriftTest, scoreKind, testLabel, testsFor } from './drift-test.ts';
import { TEST_NAMES } from './drift-test-types.ts';

describe('runDriftTest', () => {
  it('calls drift below a p and from a distance upwards', () => {
    const p = ok(runDriftTest('chisquare', fourCategories));
    expect(p).toMatchObject({ test: 'chisquare', score: p.p, threshold: 0.05, drifted: true });
    expect(ok(runDriftTest('chisquare', fourCategories, { threshold: 0.001 })).drifted).toBe(false);
    const distance = ok(runDriftTest('psi', fourCategories));
    expect(distance).toMatchObject({ score: distance.statistic, threshold: 0.1, drifted: true });
    expect(ok(runDriftTest('psi', fourCategories, { threshold: distance.score })).drifted).toBe(true);
  });

  it('compares Wasserstein in standard deviations of the reference', () => {
    const result = ok(runDriftTest('wasserstein', tied));
    expect(result.score).toBe(result.effect?.value);
  });

  it('lists the tests that fit where one does not', () => {
    expect(runDriftTest('ks', categoricalTable(['a'], ['b']))).toEqual({
      status: 'not-applicable',
      reason:
        'the test "ks" does not fit a categorical feature; these do: chisquare, z, g_test, fisher_exact, TVD, jensenshannon, kl_div, psi, hellinger',
    });
  });

  it('runs every test on data that fits it', () => {
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

  it('has a default for every type that fits the type', () => {
    for (const [type, name] of Object.entries(DEFAULT_TEST)) {
      expect(testsFor(type as keyof typeof DEFAULT_TEST)).toContain(name);
    }
  });

  it('gives one answer for a sample and for its table', () => {
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
