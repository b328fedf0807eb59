import { describe, expect, test } from 'vitest';
import { TIED_PRODUCTION, TIED_REFERENCE, tied, untied } from '../../../../tests/support/samples.ts';
import { testNumericPairs } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, expectTail, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { mannWhitney, mannWhitneyLess } from './mann-whitney.ts';

describe('mannWhitney', () => {
  testNumericPairs((table, expected, where) => {
    const mann = ok(mannWhitney(table));
    expectScipy(mann.statistic, expected.mann_whitney.u, where);
    expectTail(mann.p, expected.mann_whitney.p, where);
  });

  test("equals SciPy's normal law with ties, and its exact law without", () => {
    const result = ok(mannWhitney(tied));
    expect(result.statistic).toBe(17.5);
    expectScipy(result.p, 0.04954252293742558);
    expectScipy(ok(mannWhitney(untied)).details?.['exactP'], 0.3434343434343435);
    expectScipy(mannWhitneyLess(untied), 0.17171717171717174);
  });

  test('is two-sided: both directions of one shift have one p', () => {
    const there = ok(mannWhitney(numericTable(TIED_REFERENCE, TIED_PRODUCTION)));
    const back = ok(mannWhitney(numericTable(TIED_PRODUCTION, TIED_REFERENCE)));
    expect(back.p).toBe(there.p);
    expect(back.effect?.value).toBeCloseTo(-(there.effect?.value ?? 0), 14);
  });

  test("has Cliff's delta as its effect: pairs that production wins minus pairs that it loses", () => {
    // By hand over the nine pairs: 5 won, 2 tied, 2 lost.
    const result = ok(mannWhitney(numericTable([1, 3, 5], [3, 4, 6])));
    expect(result.effect?.value).toBeCloseTo((6 - 2) / 9, 14);
    expect(result.details?.['superiority']).toBeCloseTo((6 + 0.5) / 9, 14);
  });

  test('says what it cannot judge', () => {
    expect(mannWhitney(numericTable([], [1]))).toMatchObject({ status: 'not-enough-data' });
    expect(mannWhitney(numericTable([2, 2], [2]))).toMatchObject({ status: 'not-applicable' });
  });
});
