import { describe, expect, test } from 'vitest';
import { tied, untied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { cramerVonMises } from './cramer-von-mises.ts';

describe('cramerVonMises', () => {
  testNumericPairs((table, expected, where) => {
    const cramer = ok(cramerVonMises(table));
    expectScipy(cramer.statistic, expected.cvm.statistic, where);
    expectScipy(cramer.p, expected.cvm.p, where);
  });

  test("equals SciPy's asymptotic and exact results", () => {
    const result = ok(cramerVonMises(tied));
    expectScipy(result.statistic, 0.4424768518518518);
    expectScipy(result.p, 0.05604338726800795);
    expectScipy(result.details?.['exactP'], 0.05836647013117601);
    expectScipy(ok(cramerVonMises(untied)).details?.['exactP'], 0.5050505050505051);
  });

  test('keeps the far tail in a detail', () => {
    const n = 200;
    const apart = numericTable(
      Array.from({ length: n }, (_, i) => i),
      Array.from({ length: n }, (_, i) => i + n),
    );
    const tail = ok(cramerVonMises(apart)).details?.['tailP'] ?? 1;
    expect(tail).toBeLessThan(1e-60);
    expect(tail).toBeGreaterThan(0);
  });

  test('says what it cannot judge', () => {
    expect(cramerVonMises(numericTable([1], [1, 2]))).toMatchObject({
      status: 'not-enough-data',
      minimum: 2,
    });
    expect(cramerVonMises(numericTable([3, 3], [3, 3]))).toEqual({
      status: 'not-applicable',
      reason: 'constant: every value on both sides is 3',
    });
  });
});
