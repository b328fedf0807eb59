import { describe, expect, test } from 'vitest';
import { tied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { energyDistance } from './energy.ts';

describe('energyDistance', () => {
  testNumericPairs((table, expected, where) =>
    expectScipy(ok(energyDistance(table)).statistic, expected.energy, where),
  );

  test("equals SciPy's", () => expectScipy(ok(energyDistance(tied)).statistic, 1.3252358280698573));

  test('of two single values is √2 times the root of their distance, in any unit', () => {
    expectScipy(ok(energyDistance(numericTable([1], [10]))).statistic, Math.sqrt(2 * 9));
    expectScipy(ok(energyDistance(numericTable([2 ** 1000], [2 ** 1001]))).statistic, Math.SQRT2 * 2 ** 500);
    expect(ok(energyDistance(numericTable([4, 4], [4]))).statistic).toBe(0);
  });

  test('needs a value a side', () => {
    expect(energyDistance(numericTable([], [1]))).toMatchObject({ status: 'not-enough-data', minimum: 1 });
  });
});
