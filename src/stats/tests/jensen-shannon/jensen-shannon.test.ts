import { describe, expect, test } from 'vitest';
import { testHistogramDistance } from '../../../../tests/support/histogram-distances.ts';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { testContingencyTables } from '../../../../tests/support/scipy-oracle.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTable } from '../../tables/joint-table-from.ts';
import { jensenShannonDistance } from './jensen-shannon.ts';

describe('jensenShannonDistance', () => {
  testHistogramDistance(jensenShannonDistance);

  testContingencyTables((table, expected, where) =>
    expectScipy(ok(jensenShannonDistance(table)).statistic, expected.js_distance_natural, where),
  );

  test('equals its SciPy counterpart, with and without an empty cell', () => {
    expectScipy(ok(jensenShannonDistance(fourCategories)).statistic, 0.1710784565638905);
    expectScipy(
      ok(jensenShannonDistance(categoricalTable(['a', 'b'], ['a', 'c']))).statistic,
      0.5887050112577373,
    );
  });

  test('is √ln 2 for sides that share nothing', () => {
    const result = ok(jensenShannonDistance(categoricalTable(['a'], ['b'])));
    expectScipy(result.statistic, Math.sqrt(Math.LN2));
    expect(result.details).toEqual({ bins: 2, emptyBins: 2 });
  });
});
