import { expect, test } from 'vitest';
import { shiftEffect } from './shift-effect.ts';
import { categoricalTable, numericTable } from './tables/joint-table-from.ts';

test('shiftEffect is KS D for numbers and Cramér’s V for categories', () => {
  expect(shiftEffect(numericTable([1, 2], [2, 3]))).toEqual({ name: 'KS D', value: 0.5, word: 'large' });
  expect(shiftEffect(categoricalTable(['a'], ['b']))).toEqual({
    name: "Cramér's V",
    value: 1,
    word: 'large',
  });
});
