import { describe, expect, test } from 'vitest';
import { tableTotals } from './joint-table.ts';
import { categoricalTable, numericTable, numericTableFromCounts } from './joint-table-from.ts';

describe('numericTable', () => {
  test('holds each distinct value once, ascending, with its counts on both sides', () => {
    const table = numericTable([3, 1, 3, -2], [1, 5, 1]);
    expect([...table.values]).toEqual([-2, 1, 3, 5]);
    expect([...table.reference]).toEqual([1, 1, 2, 0]);
    expect([...table.production]).toEqual([0, 2, 0, 1]);
    expect(tableTotals(table)).toEqual({ nReference: 4, nProduction: 3 });
  });

  test('takes −0 for 0 and leaves out what is not a finite number', () => {
    const table = numericTable([-0, Number.NaN, Infinity], [0, -Infinity]);
    expect([...table.values].map((value) => Object.is(value, 0))).toEqual([true]);
    expect(tableTotals(table)).toEqual({ nReference: 1, nProduction: 1 });
  });
});

describe('categoricalTable', () => {
  test('sorts by code unit, so that every machine has one order', () => {
    const table = categoricalTable(['é', 'b', 'a'], ['Z', 'b']);
    expect(table.categories).toEqual(['Z', 'a', 'b', 'é']);
    expect([...table.reference]).toEqual([0, 1, 1, 1]);
    expect([...table.production]).toEqual([1, 0, 1, 0]);
  });
});

test('numericTableFromCounts is the table of the samples that were counted', () => {
  const counted = numericTableFromCounts(
    new Map([
      [3, 2],
      [-2, 1],
    ]),
    new Map([
      [10, 4],
      [3, 1],
    ]),
  );
  expect(counted).toEqual(numericTable([3, -2, 3], [10, 3, 10, 10, 10]));
});
