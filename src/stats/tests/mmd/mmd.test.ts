import { describe, expect, test } from 'vitest';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { numericTable } from '../../tables/joint-table-from.ts';
import { maximumMeanDiscrepancy } from './mmd.ts';

describe('maximumMeanDiscrepancy', () => {
  test('finds a change of spread that leaves the mean, and repeats itself for a seed', () => {
    const narrow = Array.from({ length: 60 }, (_, i) => (i - 29.5) / 30);
    const wide = narrow.map((x) => 4 * x);
    const result = ok(maximumMeanDiscrepancy(numericTable(narrow, wide)));
    expect(result.p).toBe(1 / 501);
    expect(maximumMeanDiscrepancy(numericTable(narrow, wide))).toEqual(result);
    const halves = numericTable(
      narrow.filter((_, i) => i % 2 === 0),
      narrow.filter((_, i) => i % 2 === 1),
    );
    expect(ok(maximumMeanDiscrepancy(halves)).p).toBeGreaterThan(0.5);
  });

  test('is the unbiased estimate, and its p the share of all splits that are as far apart', () => {
    // numpy, bandwidth 3 (the median of the 21 distances); 3 of the 35 splits of 3 and 4 values reach it.
    const result = ok(
      maximumMeanDiscrepancy(numericTable([0, 1, 3], [2, 5, 6, 9]), { permutations: 20_000 }),
    );
    expect(result.details?.['bandwidth']).toBe(3);
    expectScipy(result.statistic, 0.40555713096962887);
    const exact = 3 / 35;
    expect(Math.abs((result.p ?? 1) - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000));
  });

  test('samples more than 500 values a side, and says so', () => {
    const many = Array.from({ length: 501 }, (_, i) => i);
    expect(ok(maximumMeanDiscrepancy(numericTable(many, [1, 2, 3]), { permutations: 1 })).notes).toEqual([
      'computed on a random sample of 500 values of the larger side',
    ]);
  });

  test('says what it cannot judge', () => {
    expect(maximumMeanDiscrepancy(numericTable([1], [1, 2]))).toMatchObject({ status: 'not-enough-data' });
    expect(maximumMeanDiscrepancy(numericTable([1, 1], [1, 1]))).toMatchObject({ status: 'not-applicable' });
  });
});
