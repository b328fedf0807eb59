import { expect, test } from 'vitest';
import { shiftEffect } from './shift-effect.ts';
import { categoricalTable, numericTable } from './tables/joint-table-from.ts';

test('shiftEffect is KS D for numbers and Cramér’s V for categories', () => {
  expect(shiftEffect(numericTable([1, 2], [2, 3]))).toMatchObject({ name: 'KS D', value: 0.5 });
  expect(shiftEffect(categoricalTable(['a', 'a'], ['b']))).toMatchObject({
    name: "Cramér's V",
    value: 1,
    word: 'large',
  });
});
