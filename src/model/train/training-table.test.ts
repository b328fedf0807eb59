import { expect, test } from 'vitest';
import { typeTrainingTable } from './training-table.ts';

const cells = (columns: Record<string, string[]>) => ({
  location: 'leads.csv',
  header: Object.keys(columns),
  columns: Object.values(columns),
  rows: Object.values(columns)[0]?.length ?? 0,
});

test('types: numbers, categories, text, empty columns left out, ignored columns left out', () => {
  const n = 30;
  const table = typeTrainingTable(
    cells({
      age: Array.from({ length: n }, (_, i) => (i === 3 ? '' : `${i}.5`)),
      size: Array.from({ length: n }, (_, i) => (i % 2 === 0 ? '2-10' : '')),
      title: Array.from({ length: n }, (_, i) => `title ${i}`),
      nothing: Array.from({ length: n }, () => ''),
      lead_key: Array.from({ length: n }, (_, i) => `k${i}`),
      engaged: Array.from({ length: n }, (_, i) => (i < 10 ? 'true' : '0')),
    }),
    'engaged',
    new Set(['lead_key']),
  );
  expect(table.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'age numeric',
    'size category',
    'title text',
  ]);
  expect(table.columns[0]?.values[3]).toBeNull();
  expect(table.labels.reduce((a, b) => a + b, 0)).toBe(10);
});

test.each([
  ['no target', { a: ['1'] }, /leads\.csv: has no column "engaged"/],
  ['a target that is no outcome', { a: ['1', '2'], engaged: ['1', 'maybe'] }, /row 2: "engaged" is "maybe"/],
  ['one class', { a: ['1', '2'], engaged: ['1', '1'] }, /every row has "engaged" 1/],
  ['no feature', { engaged: ['1', '0'] }, /no column is left/],
])('%s is refused', (_name, columns, reason) => {
  expect(() => typeTrainingTable(cells(columns as unknown as Record<string, string[]>), 'engaged')).toThrow(
    reason,
  );
});
