import { describe, expect, test } from 'vitest';
import { testAgainstScipy } from '../../../tests/support/scipy-oracle.ts';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { wilsonInterval } from './wilson.ts';

// Literals: scipy.stats.binomtest(…).proportion_ci(method='wilson'), SciPy 1.17.1.

describe('wilsonInterval', () => {
  testAgainstScipy('proportion_intervals', ({ k, n, wilson }) => {
    wilsonInterval(k, n).forEach((end, i) => {
      expectScipy(end, wilson[i] ?? Number.NaN, `${k} of ${n}`);
    });
  });

  test("equals SciPy's, at any level", () => {
    const [low, high] = wilsonInterval(7, 50);
    expectScipy(low, 0.06950833427016292);
    expectScipy(high, 0.26186193710585537);
    const narrower = wilsonInterval(7, 50, 0.9);
    expectScipy(narrower[0], 0.07772089782062996);
    expectScipy(narrower[1], 0.2392389959454846);
  });

  test('touches 0 and 1 exactly, and knows nothing without trials', () => {
    expect(wilsonInterval(0, 20)[0]).toBe(0);
    expect(wilsonInterval(20, 20)[1]).toBe(1);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});
