import { describe, expect, test } from 'vitest';
import { ALL_ROWS, comparedRow, comparedStore, referenceOf } from './table-rows.ts';

describe('a row', () => {
  test('that is a logged prediction has the keys of its input as features', () => {
    const row = { input: { a: 1, score: 'high' }, score: 0.5, label: 'x', other: 2 };
    expect(comparedRow(row)).toEqual({ features: { a: 1, score: 'high' }, score: 0.5 });
  });

  test('that is flat has its own keys, apart from those of a prediction', () => {
    const row = { timestamp: 't', a: '', b: null, c: Number.NaN, d: true, e: [1, 'x'], score: '0.5' };
    expect(comparedRow(row)).toEqual({
      features: { a: null, b: null, c: null, d: true, e: '[1,"x"]' },
      score: null,
    });
  });
});

test('a reference has a cell for every row of every column', () => {
  const reference = referenceOf([{ a: 1 }, { b: true }, { a: 'x', b: false }].map(comparedRow));
  expect(reference).toMatchObject({ rows: 3, rejected: 0 });
  expect(reference.columns).toEqual([
    { name: 'a', cells: [1, null, 'x'] },
    { name: 'b', cells: [null, 'true', 'false'] },
  ]);
});

test('a store holds all rows, whatever their number, and no chunks of time', async () => {
  const production = Array.from({ length: 3_000 }, (_, i) => comparedRow({ n: i % 2, score: 0.1 }));
  const store = comparedStore(referenceOf([comparedRow({ n: 5 })]), production);
  expect(await store.count('predictions', ALL_ROWS)).toBe(3_000);
  const { table } = await store.numericTable('n', ALL_ROWS);
  expect([[...table.values], [...table.production]]).toEqual([
    [0, 1, 5],
    [1_500, 1_500, 0],
  ]);
  expect(await store.chunkTables('n', 'numeric', ALL_ROWS, 86_400_000)).toEqual([]);
});

test('a sample of a sorted table is not its first rows', async () => {
  const production = Array.from({ length: 1_000 }, (_, i) => comparedRow({ n: i }));
  const store = comparedStore(referenceOf([comparedRow({ n: 0 })]), production);
  const sample = (await store.sampleRows(['n'], ALL_ROWS, 200)).production.map(([n]) => Number(n));
  const upper = sample.filter((n) => n >= 500).length;
  expect(upper).toBeGreaterThan(70);
  expect(upper).toBeLessThan(130);
});
