import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvTable } from './csv.ts';

test.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\n=x', '＝1', '－1'])(
  'text that a spreadsheet would run is made text: %j',
  (formula) => {
    expect(csvCell(formula).replace(/^"/, '')).toMatch(/^'/);
  },
);

test('numbers are left alone, missing values are empty', () => {
  expect(
    csvTable(
      ['a', 'b'],
      [
        [-1.5, null],
        [1e-300, true],
      ],
    ),
  ).toBe('a,b\r\n-1.5,\r\n1e-300,true\r\n');
});

test('a comma, a quote and a line break stay in their cell', () => {
  expect(csvCell('a,"b"\r\nc')).toBe('"a,""b""\r\nc"');
});

test('whatever the text, another reader gets it back, at most with an apostrophe in front', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }), (cells) => {
      const [row] = parse(csvTable(['x'], [cells]), { from_line: 1, relax_column_count: true }).slice(1);
      expect(row).toEqual(cells.map((cell) => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell)));
    }),
  );
});
