import { expect, test } from 'vitest';
import { binMatrix, MISSING_BIN } from './bins.ts';

test('cuts lie between neighbouring distinct values and bins follow "below the cut goes left"', () => {
  const { cuts, bins } = binMatrix(new Float32Array([1, 3, 3, 7, Number.NaN]), 5, 1);
  expect([...(cuts[0] ?? [])]).toEqual([2, 5]);
  expect([...bins]).toEqual([0, 1, 1, 2, MISSING_BIN]);
});

test('neighbouring float32 values are still told apart', () => {
  const low = 1;
  const high = 1 + 2 ** -23;
  const { cuts, bins } = binMatrix(new Float32Array([low, high]), 2, 1);
  expect(cuts[0]?.[0]).toBe(high);
  expect([...bins]).toEqual([0, 1]);
});

test('a column with more than 128 distinct values is cut at quantiles; every bin holds about as many rows', () => {
  const { cuts, bins } = binMatrix(
    Float32Array.from({ length: 1280 }, (_, i) => i),
    1280,
    1,
  );
  expect(cuts[0]?.length).toBe(127);
  const counts = new Map<number, number>();
  for (const bin of bins) counts.set(bin, (counts.get(bin) ?? 0) + 1);
  expect(Math.max(...counts.values())).toBe(10);
});

test('a constant and an all-missing column have no cut', () => {
  const { cuts } = binMatrix(new Float32Array([4, Number.NaN, 4, Number.NaN]), 2, 2);
  expect(cuts.map((column) => column.length)).toEqual([0, 0]);
});
