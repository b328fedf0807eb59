import { describe, expect, test } from 'vitest';
import { fourCategories } from '../../../tests/support/samples.ts';
import { binTable, histogram, sturgesEdges } from './binning.ts';
import { numericTable } from './joint-table-from.ts';

const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);

describe('sturgesEdges', () => {
  test("are numpy.histogram_bin_edges(x, bins='sturges')", () => {
    // 16 values: log2(16) + 1 = 5 bins. Whole numbers from 0 to 3: no bin narrower than 1.
    expect([...sturgesEdges(Float64Array.of(0, 2.5, 10), 16)]).toEqual([0, 2, 4, 6, 8, 10]);
    expect([...sturgesEdges(Float64Array.of(0, 1, 3), 1000)]).toEqual([0, 1, 2, 3]);
  });
});

describe('histogram', () => {
  test('counts a value at an inner edge to the right of it, and at the last edge to the left', () => {
    const values = Float64Array.of(0, 1, 2);
    const counts = { reference: Float64Array.of(1, 2, 4), production: Float64Array.of(0, 0, 1) };
    const bins = histogram(values, counts, Float64Array.of(0, 1, 2));
    expect([...bins.reference]).toEqual([1, 6]);
    expect([...bins.production]).toEqual([0, 1]);
  });
});

describe('binTable', () => {
  test('has a bin a value where the reference has at most 20, and holds every value otherwise', () => {
    const few = numericTable(
      [1, 2, 2],
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(binTable(few)).toBe(few);
    const many = binTable(
      numericTable(
        Array.from({ length: 21 }, (_, i) => i),
        [-5, 40.5],
      ),
    );
    expect(sum(many.reference)).toBe(21);
    expect(sum(many.production)).toBe(2);
  });

  test('has a bin a category', () => expect(binTable(fourCategories)).toBe(fourCategories));

  test('cuts the reference at its deciles on request, and everything beyond into the outer bins', () => {
    const table = numericTable(
      Array.from({ length: 100 }, (_, i) => i),
      [-1e9, 1e9],
    );
    const { reference, production } = binTable(table, 'quantile');
    expect([...reference]).toEqual(new Array(10).fill(10));
    expect([...production]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  test('makes one bin of a value that spans several deciles', () => {
    const reference = [...new Array<number>(50).fill(0), ...Array.from({ length: 50 }, (_, i) => i + 1)];
    expect([...binTable(numericTable(reference, [1]), 'quantile').reference]).toEqual([
      50, 10, 10, 10, 10, 10,
    ]);
  });
});
