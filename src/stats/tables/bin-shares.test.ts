import { describe, expect, test } from 'vitest';
import { ok } from '../../../tests/support/tolerance.ts';
import { binShares, emptyBinNotes, withHalfCounts } from './bin-shares.ts';
import { categoricalTable, categoricalTableFromCounts } from './joint-table-from.ts';

describe('binShares', () => {
  test('gives shares of each side, without the bins that neither reaches', () => {
    const table = categoricalTableFromCounts(
      new Map([
        ['a', 1],
        ['b', 3],
        ['unused', 0],
      ]),
      new Map([['a', 2]]),
    );
    const shares = ok(binShares(table, {}));
    expect([...shares.reference]).toEqual([0.25, 0.75]);
    expect([...shares.production]).toEqual([1, 0]);
    expect(shares).toMatchObject({ nReference: 4, nProduction: 2, emptyBins: 1 });
  });

  test('needs as many values as are asked for', () => {
    expect(binShares(categoricalTable(['a', 'b'], ['a']), { minimum: 2 })).toMatchObject({
      status: 'not-enough-data',
      minimum: 2,
      nProduction: 1,
    });
  });
});

describe('withHalfCounts', () => {
  test('puts half a value into an empty bin and makes the shares sum to 1 again', () => {
    // Two of production's four values in each of two bins; 0 + 1/2 of the reference's three in the second.
    const shares = ok(binShares(categoricalTable(['a', 'a', 'a'], ['a', 'a', 'b', 'b']), {}));
    const { p, q } = withHalfCounts(shares);
    expect([...p]).toEqual([expect.closeTo(3 / 3.5, 14), expect.closeTo(0.5 / 3.5, 14)]);
    expect([...q]).toEqual([0.5, 0.5]);
  });
});

describe('emptyBinNotes', () => {
  test('counts in words, and is silent where no bin is empty', () => {
    const notes = (reference: string[], production: string[]) =>
      emptyBinNotes(ok(binShares(categoricalTable(reference, production), {})));
    expect(notes(['a'], ['a'])).toEqual([]);
    expect(notes(['a'], ['a', 'b'])).toEqual(['1 bin is empty on one side; half a value stands for none']);
    expect(notes(['a'], ['b'])).toEqual(['2 bins are empty on one side; half a value stands for none']);
  });
});
