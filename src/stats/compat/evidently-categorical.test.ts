import { describe, expect, test } from 'vitest';
import { newCategory, sameSize, testEvidently } from '../../../tests/support/evidently.ts';
import { fourCategories } from '../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { categoricalTable, categoricalTableFromCounts } from '../tables/joint-table-from.ts';
import { runDriftTest } from '../tests/drift-test.ts';

const compat = { compat: 'evidently' } as const;

describe('EVIDENTLY_CATEGORICAL', () => {
  testEvidently('two categories', sameSize, [
    ['chisquare', 0.020921335337794004, true, 0.05],
    ['z', 0.10931457620866625, false, 0.05],
    ['g_test', 0.02264376673629016, true, 0.1],
    ['fisher_exact', 0.16086272324479833, false, 0.1],
  ]);

  test('gives its numbers for a category that the reference lacks, and for more than two', () => {
    expect(ok(runDriftTest('chisquare', newCategory, compat)).score).toBe(0);
    expectScipy(ok(runDriftTest('z', fourCategories, compat)).score, 0.0011033342444004557);
  });

  test('says where Evidently raises an error', () => {
    for (const name of ['g_test', 'fisher_exact'] as const) {
      expect(runDriftTest(name, fourCategories, compat)).toMatchObject({
        status: 'not-applicable',
        reason: expect.stringContaining('Evidently fails'),
      });
    }
    expect(runDriftTest('chisquare', categoricalTable(['a'], ['a']), compat)).toMatchObject({
      status: 'not-applicable',
    });
    expect(runDriftTest('fisher_exact', categoricalTable(['a', 'b'], ['a']), compat)).toEqual({
      status: 'not-applicable',
      reason: 'Evidently fails: the two sides are not of equal length',
    });
  });

  // Evidently 0.7.23's z test on lists: 30 a, 20 b, 10 missing against 20 a, 25 b, 5 missing; and so on.
  test.each([
    [{ a: 30, b: 20 }, { a: 20, b: 25 }, [10, 5, false], 0.294266104304963],
    [{ a: 30, b: 20 }, { a: 20, b: 25 }, [0, 15, false], 0.00516077021553718],
    [{ a: 30, b: 20 }, { a: 20, b: 25 }, [0, 0, false], 0.12947687501396365],
    [{ a: 30 }, { a: 20 }, [20, 25, false], 1],
    [{ a: 30 }, { a: 20 }, [20, 0, false], 1],
    [{ a: 30 }, { a: 20 }, [20, 0, true], 0.0008179733199944472],
    [{ a: 30 }, { b: 20 }, [0, 0, false], 1.5374368445009168e-12],
  ] as const)('counts missing values as Evidently’s z does: %j, %j, missing %j', (before, now, gaps, p) => {
    const [reference, production, first] = gaps;
    const table = categoricalTableFromCounts(new Map(Object.entries(before)), new Map(Object.entries(now)));
    const result = ok(runDriftTest('z', table, { ...compat, missing: { reference, production, first } }));
    expect(Math.abs(result.score - p)).toBeLessThan(1e-14);
  });

  test('needs values on both sides', () => {
    for (const name of ['chisquare', 'z', 'fisher_exact', 'TVD'] as const) {
      expect(runDriftTest(name, categoricalTable([], ['a']), compat)).toMatchObject({
        status: 'not-enough-data',
      });
    }
  });
});
