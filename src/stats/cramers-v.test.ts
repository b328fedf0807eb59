import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../tests/support/samples.ts';
import { testContingencyTables } from '../../tests/support/scipy-oracle.ts';
import { expectScipy } from '../../tests/support/tolerance.ts';
import { cramersV, cramersVEffect } from './cramers-v.ts';
import { categoricalTable, categoricalTableFromCounts } from './tables/joint-table-from.ts';

describe('cramersV', () => {
  testContingencyTables((table, expected, where) =>
    expectScipy(cramersV(table).value, expected.cramers_v, where),
  );

  test("equals scipy.stats.contingency.association(…, method='cramer')", () => {
    expectScipy(cramersV(fourCategories).value, 0.23979546815396285);
    const table = categoricalTableFromCounts(
      new Map([
        ['a', 5],
        ['b', 1],
      ]),
      new Map([
        ['a', 2],
        ['b', 7],
        ['c', 4],
      ]),
    );
    expectScipy(cramersV(table).value, 0.6624753779376455);
  });

  test('is 1 where the sides share no category and 0 where their shares agree', () => {
    expect(cramersV(categoricalTable(['a', 'a'], ['b'])).value).toBe(1);
    expect(cramersV(categoricalTable(['a', 'b'], ['a', 'b', 'a', 'b'])).value).toBe(0);
  });
});

test('cramersVEffect has its word by Cohen’s w', () => {
  expect(cramersVEffect(0.3)).toEqual({ name: "Cramér's V", value: 0.3, word: 'medium' });
});
