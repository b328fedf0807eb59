import { describe, expect, test } from 'vitest';
import { tied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { andersonDarling } from './anderson-darling.ts';
import { clippedAndersonP } from './anderson-darling-clipped.ts';

describe('andersonDarling', () => {
  testNumericPairs((table, expected, where) => {
    const anderson = ok(andersonDarling(table));
    expectScipy(anderson.statistic, expected.anderson.statistic, where);
    expectScipy(clippedAndersonP(anderson.statistic), expected.anderson.p_clipped, where);
  });

  test("has SciPy's statistic, and a p that agrees with SciPy's table where that one is not clipped", () => {
    const result = ok(andersonDarling(tied));
    expectScipy(result.statistic, 2.3402624759436845);
    expectScipy(clippedAndersonP(result.statistic), 0.03552149638910031);
    expect(result.p).toBeGreaterThan(0.033);
    expect(result.p).toBeLessThan(0.038);
  });

  test('says what it cannot judge', () => {
    expect(andersonDarling(numericTable([], [1]))).toMatchObject({ status: 'not-enough-data' });
    expect(andersonDarling(numericTable([1], [2, 3]))).toMatchObject({ status: 'not-applicable' });
    expect(andersonDarling(numericTable([1, 1], [1, 1]))).toEqual({
      status: 'not-applicable',
      reason: 'constant: every value on both sides is 1',
    });
  });
});
