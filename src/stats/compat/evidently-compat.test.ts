import { describe, expect, it } from 'vitest';
import { fourCategories, tied } from '../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { categoricalTableFromCounts, numericTable } from '../tables/joint-table-from.ts';
import { runDriftTest } from '../tests/drift-test.ts';
import type { TestName } from '../tests/drift-test-types.ts';

// Literals: Evidently 0.7.23 with SciPy 1.17.1: score, drifted, default threshold.
type Expected = readonly [test: TestName, score: number, drifted: boolean, threshold: number];

const compat = { compat: 'evidently' } as const;
const growing = numericTable(
  Array.from({ length: 40 }, (_, i) => (i * i) / 100),
  Array.from({ length: 60 }, (_, i) => 2 + (i * i) / 150),
);
const counts = (record: Record<string, number>): Map<string, number> => new Map(Object.entries(record));
const sameSize = categoricalTableFromCounts(counts({ a: 30, b: 20 }), counts({ a: 22, b: 28 }));
const newCategory = categoricalTableFromCounts(counts({ a: 30, b: 20 }), counts({ a: 10, e: 2 }));

describe('compat: evidently', () => {
  it.each<Expected>([
    ['ks', 0.20366561543032125, false, 0.05],
    ['wasserstein', 1.110889067022792, true, 0.1],
    ['anderson', 0.03552149638910031, true, 0.1],
    ['ed', 1.3252358280698573, true, 0.1],
    ['es', 0.31011668713845864, false, 0.05],
    ['mannw', 0.02477126146871279, true, 0.05],
    ['t_test', 0.04376504364912487, true, 0.05],
    ['jensenshannon', 0.5941610905856793, true, 0.1],
    ['kl_div', 3.616371235322032, true, 0.1],
    ['psi', 7.3781883232364205, true, 0.1],
    ['hellinger', 0.6118624607937858, true, 0.1],
  ])('gives its %s on few distinct numbers', (test, score, drifted, threshold) => {
    const result = ok(runDriftTest(test, tied, compat));
    expectScipy(result.score, score);
    expect(result).toMatchObject({ drifted, threshold });
  });

  it.each<Expected>([
    ['anderson', 0.001, true, 0.1],
    ['cramer_von_mises', 0.0009992154035366463, true, 0.1],
    ['mannw', 0.00021455171198023578, true, 0.05],
    ['jensenshannon', 0.314809595383867, true, 0.1],
    ['kl_div', 0.31298716324116355, true, 0.1],
    ['psi', 1.7008149586714034, true, 0.1],
    ['hellinger', 0.3675052670793127, true, 0.1],
  ])('gives its %s on many distinct numbers', (test, score, drifted, threshold) => {
    const result = ok(runDriftTest(test, growing, compat));
    expectScipy(result.score, score);
    expect(result).toMatchObject({ drifted, threshold });
  });

  it.each<Expected>([
    ['chisquare', 0.020921335337794004, true, 0.05],
    ['z', 0.10931457620866625, false, 0.05],
    ['g_test', 0.02264376673629016, true, 0.1],
    ['fisher_exact', 0.16086272324479833, false, 0.1],
    ['kl_div', 0.05150406233381849, false, 0.1],
    ['psi', 0.10346034638800838, true, 0.1],
    ['hellinger', 0.11359715755874124, true, 0.1],
  ])('gives its %s on two categories', (test, score, drifted, threshold) => {
    const result = ok(runDriftTest(test, sameSize, compat));
    expectScipy(result.score, score);
    expect(result).toMatchObject({ drifted, threshold });
  });

  it('gives its numbers for a category that the reference lacks', () => {
    expect(ok(runDriftTest('chisquare', newCategory, compat)).score).toBe(0);
    expectScipy(ok(runDriftTest('psi', newCategory, compat)).score, 4.629129692404689);
    expectScipy(ok(runDriftTest('kl_div', newCategory, compat)).score, 3.1194636114061742);
    expectScipy(ok(runDriftTest('z', fourCategories, compat)).score, 0.0011033342444004557);
  });

  it('says where Evidently raises an error', () => {
    for (const name of ['g_test', 'fisher_exact'] as const) {
      expect(runDriftTest(name, fourCategories, compat)).toMatchObject({
        status: 'not-applicable',
        reason: expect.stringContaining('Evidently fails'),
      });
    }
  });
});
