import { describe, expect, test } from 'vitest';
import { growing, testEvidently } from '../../../tests/support/evidently.ts';
import { tied } from '../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { numericTable } from '../tables/joint-table-from.ts';
import { runDriftTest } from '../tests/drift-test.ts';
import { EVIDENTLY_NUMERIC, evidentlyNumericHellinger } from './evidently-numeric.ts';

describe('EVIDENTLY_NUMERIC', () => {
  testEvidently('few distinct numbers', tied, [
    ['ks', 0.20366561543032125, false, 0.05],
    ['wasserstein', 1.110889067022792, true, 0.1],
    ['anderson', 0.03552149638910031, true, 0.1],
    ['ed', 1.3252358280698573, true, 0.1],
    ['es', 0.31011668713845864, false, 0.05],
    ['mannw', 0.02477126146871279, true, 0.05],
    ['t_test', 0.04376504364912487, true, 0.05],
  ]);

  testEvidently('many distinct numbers', growing, [
    ['anderson', 0.001, true, 0.1],
    ['cramer_von_mises', 0.0009992154035366463, true, 0.1],
    ['mannw', 0.00021455171198023578, true, 0.05],
  ]);

  test('norms Wasserstein by no less than 0.001, so that a feature in small units looks still', () => {
    const small = numericTable([0, 1e-6, 2e-6], [10e-6, 11e-6, 12e-6]);
    // The shift of 1e-5 divided by the lower bound of 0.001.
    const result = ok(runDriftTest('wasserstein', small, { compat: 'evidently' }));
    expect(result.score).toBeCloseTo(0.01, 12);
    expect(result.drifted).toBe(false);
    expect(ok(runDriftTest('wasserstein', small)).drifted).toBe(true);
  });

  test('sees with Mann–Whitney only a production whose values are larger', () => {
    const low = numericTable([5, 6, 7, 8, 9], [1, 2, 3, 4]);
    expect(ok(runDriftTest('mannw', low, { compat: 'evidently' })).score).toBe(1);
  });

  test('takes the reference alone for the bandwidth of MMD', () => {
    const result = ok(EVIDENTLY_NUMERIC.empirical_mmd.run(numericTable([0, 2], [9, 30]), {}));
    // √(median of 0, 0, 4, 4 over both orders / 2): numpy rounds the middle up.
    expect(result.details?.['bandwidth']).toBeCloseTo(Math.SQRT2, 12);
    expect(result.details?.['permutations']).toBe(100);
  });
});

test.each([
  ['one constant on both sides', 5, 5, 1],
  ['two constants', 5, 6, 0],
])('gives Evidently’s p of MMD: %s', (_, before, now, p) => {
  const table = numericTable(Array(20).fill(before), Array(30).fill(now));
  expect(ok(runDriftTest('empirical_mmd', table, { compat: 'evidently' })).score).toBe(p);
});

test.each(['reference', 'production'] as const)('gives Evidently’s p of MMD: the %s constant', (side) => {
  const spread = Array.from({ length: 30 }, (_, i) => 4 + (2 * i) / 29);
  const constant: number[] = Array(20).fill(5);
  const table = side === 'reference' ? numericTable(constant, spread) : numericTable(spread, constant);
  expect(ok(runDriftTest('empirical_mmd', table, { compat: 'evidently' })).score).toBe(0);
});

describe('evidentlyNumericHellinger', () => {
  test('always bins by Sturges’ rule over the distinct values', () => {
    // Values 0 and 1 fall into one bin of width 1, so both histograms are equal.
    expect(evidentlyNumericHellinger(numericTable([0, 0, 1], [1, 1, 1]))).toBe(0);
    // Evidently 0.7.23 on the tied samples.
    expectScipy(evidentlyNumericHellinger(tied), 0.6118624607937858);
  });
});
