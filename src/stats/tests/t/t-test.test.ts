import { describe, expect, test } from 'vitest';
import { TIED_PRODUCTION, TIED_REFERENCE, tied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, expectTail, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { studentT } from './t-test.ts';

describe('studentT', () => {
  testNumericPairs((table, expected, where) => {
    const student = ok(studentT(table));
    expectScipy(student.statistic, expected.t.statistic, where);
    expectTail(student.p, expected.t.p, where);
    expectTail(student.details?.['welchP'], expected.welch.p, where);
    expectScipy(student.details?.['welchDegreesOfFreedom'], expected.welch.df, where);
    expectScipy(student.details?.['welchT'], expected.welch.statistic, where);
  });

  test("equals SciPy's ttest_ind, with Welch's test beside it", () => {
    const student = ok(studentT(tied));
    expectScipy(student.statistic, -2.189052133970715);
    expectScipy(student.p, 0.04376504364912487);
    expect(student.details?.['degreesOfFreedom']).toBe(16);
    expectScipy(student.details?.['welchT'], -2.180466241739727);
    expectScipy(student.details?.['welchP'], 0.045668696333277116);
    expectScipy(student.details?.['welchDegreesOfFreedom'], 14.90544765333211);
  });

  test('loses no digit to a large offset', () => {
    const offset = (values: number[]): number[] => values.map((x) => x + 2 ** 40);
    const far = ok(studentT(numericTable(offset(TIED_REFERENCE), offset(TIED_PRODUCTION))));
    expectScipy(far.statistic, -2.189052133970715);
  });

  test("has Cohen's d as its effect, positive where production's mean is larger", () => {
    // numpy: (y.mean() − x.mean()) / √((10·x.var() + 8·y.var()) / 16).
    const effect = ok(studentT(tied)).effect;
    expectScipy(effect?.value, 1.0383585990299267);
    expect(effect).toMatchObject({ name: "Cohen's d", word: 'large' });
    const [low = 0, high = 0] = effect?.interval ?? [];
    // Hedges and Olkin: 1.96·√(18/80 + d²/36).
    expect((high - low) / 2).toBeCloseTo(
      1.959963984540054 * Math.sqrt(18 / 80 + 1.0383585990299267 ** 2 / 36),
      9,
    );
  });

  test('has nothing to say without spread', () => {
    expect(studentT(numericTable([1, 1], [2, 2]))).toMatchObject({ status: 'not-applicable' });
    expect(studentT(numericTable([1], [2, 3]))).toMatchObject({ status: 'not-enough-data', minimum: 2 });
  });
});
