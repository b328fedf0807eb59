import { describe, expect, test } from 'vitest';
import { testHistogramDistance } from '../../../../tests/support/histogram-distances.ts';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTable } from '../../tables/joint-table-from.ts';
import { kullbackLeibler } from './kullback-leibler.ts';

describe('kullbackLeibler', () => {
  testHistogramDistance(kullbackLeibler);

  test('equals scipy.stats.entropy on tables without an empty cell, and is not symmetric', () => {
    expectScipy(ok(kullbackLeibler(fourCategories)).statistic, 0.11971681080884469);
    // entropy([.5, .5], [.25, .75])
    const there = ok(kullbackLeibler(categoricalTable(['a', 'b'], ['a', 'b', 'b', 'b']))).statistic;
    expectScipy(there, 0.14384103622589045);
    const back = ok(kullbackLeibler(categoricalTable(['a', 'b', 'b', 'b'], ['a', 'b']))).statistic;
    expectScipy(back, 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5));
  });

  test('counts half a value in an empty bin, and says so', () => {
    // By hand: production's shares (1/2, 1/2) become (2/3, 1/3) in the reference.
    const result = ok(kullbackLeibler(categoricalTable(['a'], ['a', 'b'])));
    expectScipy(result.statistic, (2 / 3) * Math.log(4 / 3) + (1 / 3) * Math.log(2 / 3));
    expect(result.notes).toEqual(['1 bin is empty on one side; half a value stands for none']);
  });
});
