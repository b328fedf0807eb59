import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../../tests/support/tolerance.ts';
import { categoricalTable, categoricalTableFromCounts } from '../../tables/joint-table-from.ts';
import { twoProportionZ } from './z-test.ts';

const binary = categoricalTableFromCounts(
  new Map([
    ['0', 255],
    ['1', 45],
  ]),
  new Map([
    ['0', 240],
    ['1', 70],
  ]),
);

describe('twoProportionZ', () => {
  test('squares to the chi-squared statistic', () => {
    expectScipy(ok(twoProportionZ(binary)).statistic, 2.3931010679289377);
  });

  test('compares the share of the second category', () => {
    expect(ok(twoProportionZ(binary)).details).toEqual({
      shareReference: 45 / 300,
      shareProduction: 70 / 310,
    });
  });

  test('refuses more than two categories', () => {
    expect(twoProportionZ(fourCategories)).toMatchObject({ status: 'not-applicable' });
  });

  test('says what it cannot judge', () => {
    expect(twoProportionZ(categoricalTable(['a'], ['a']))).toMatchObject({ status: 'not-applicable' });
    expect(twoProportionZ(categoricalTable([], ['a']))).toMatchObject({ status: 'not-enough-data' });
  });
});
