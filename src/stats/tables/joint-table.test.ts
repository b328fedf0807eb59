import { expect, test } from 'vitest';
import { tableTotals } from './joint-table.ts';

test('tableTotals counts the values of each side', () => {
  const table = {
    kind: 'categorical' as const,
    categories: ['a', 'b'],
    reference: Float64Array.of(3, 4),
    production: Float64Array.of(0, 2),
  };
  expect(tableTotals(table)).toEqual({ nReference: 7, nProduction: 2 });
  const empty = { ...table, categories: [], reference: new Float64Array(), production: new Float64Array() };
  expect(tableTotals(empty)).toEqual({ nReference: 0, nProduction: 0 });
});
