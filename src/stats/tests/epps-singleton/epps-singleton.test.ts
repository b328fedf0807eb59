import { describe, expect, test } from 'vitest';
import { tied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { eppsSingleton } from './epps-singleton.ts';

describe('eppsSingleton', () => {
  testNumericPairs((table, expected, where) => {
    const epps = ok(eppsSingleton(table));
    expectScipy(epps.statistic, expected.epps_singleton.statistic, where);
    expectScipy(epps.p, expected.epps_singleton.p, where);
  });

  test("equals SciPy's", () => {
    const result = ok(eppsSingleton(tied));
    expectScipy(result.statistic, 4.784641971893646);
    expectScipy(result.p, 0.31011668713845864);
  });

  test('needs a scale', () => {
    expect(eppsSingleton(numericTable([1, 1, 1, 1, 2], [1, 1, 1, 1, 3]))).toMatchObject({
      status: 'not-applicable',
    });
  });

  test('needs five values a side, some spread, and phases that are more than rounding', () => {
    expect(eppsSingleton(numericTable([1, 2, 3, 4], [1, 2, 3, 4, 5]))).toMatchObject({
      status: 'not-enough-data',
      minimum: 5,
    });
    expect(eppsSingleton(numericTable([1, 1, 1, 1, 1], [2, 2, 2, 2, 2]))).toEqual({
      status: 'not-applicable',
      reason: 'each side is constant, so there is no spread to judge the difference by',
    });
    expect(eppsSingleton(numericTable([1, 2, 3, 4, 1e20], [1, 2, 3, 4, 5]))).toMatchObject({
      status: 'not-applicable',
      reason: expect.stringContaining('lost in rounding'),
    });
  });
});
