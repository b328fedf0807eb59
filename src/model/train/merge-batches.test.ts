import { expect, test } from 'vitest';
import { mergeBatches } from './merge-batches.ts';
import type { CellTable } from './training-table.ts';

/** A table from CSV-like lines. */
const table = (location: string, ...lines: string[]): CellTable => {
  const [header = [], ...rows] = lines.map((line) => line.split(','));
  return {
    location,
    header,
    columns: header.map((_, c) => rows.map((row) => row[c] ?? '')),
    rows: rows.length,
  };
};

const rowsOf = (merged: CellTable): string[] =>
  Array.from({ length: merged.rows }, (_, r) => merged.columns.map((column) => column[r]).join(','));

test('a lead that occurs again takes the newer row, counted, in its old place', () => {
  const merged = mergeBatches(
    [
      table('old.csv', 'lead_key,industry,engaged', 'a,SaaS,0', 'b,Banking,1'),
      table('new.csv', 'lead_key,industry,engaged', 'a,SaaS,1', 'c,Law,0'),
    ],
    { target: 'engaged' },
  );
  expect(rowsOf(merged)).toEqual(['a,SaaS,1', 'b,Banking,1', 'c,Law,0']);
  expect(merged.key).toBe('lead_key');
  expect(merged.counts).toEqual({
    files: [
      { location: 'old.csv', rows: 2 },
      { location: 'new.csv', rows: 2 },
    ],
    replaced: 1,
    outcomeChanged: 1,
    total: 3,
  });
});

test('the later date wins, whatever the order of the files', () => {
  const merged = mergeBatches(
    [
      table('x.csv', 'lead_key,date,engaged', 'a,2026-02-01,1'),
      table('y.csv', 'lead_key,date,engaged', 'a,2026-01-01,0'),
    ],
    { target: 'engaged' },
  );
  expect(rowsOf(merged)).toEqual(['a,2026-02-01,1']);
});

test('without a key, leads with the same features are the same lead across files, not within the first', () => {
  const merged = mergeBatches(
    [table('x.csv', 'industry,engaged', 'SaaS,0', 'SaaS,1'), table('y.csv', 'engaged,industry', '1,Law')],
    { target: 'engaged' },
  );
  expect(rowsOf(merged)).toEqual(['SaaS,0', 'SaaS,1', 'Law,1']);
});

test('a batch that lacks columns is refused with their names', () => {
  expect(() =>
    mergeBatches(
      [table('x.csv', 'industry,size,engaged', 'SaaS,1,0'), table('y.csv', 'industry,engaged', 'Law,1')],
      { target: 'engaged' },
    ),
  ).toThrow(/y\.csv: lacks 1 of the 3 columns of x\.csv: size/);
});

test('columns that the first file does not have are left out, and said', () => {
  const merged = mergeBatches(
    [table('x.csv', 'industry,engaged', 'SaaS,0'), table('y.csv', 'industry,engaged,phone', 'Law,1,555')],
    { target: 'engaged' },
  );
  expect(merged.header).toEqual(['industry', 'engaged']);
  expect(merged.notes).toEqual(['y.csv: columns that x.csv does not have are left out: phone']);
});

test('a key that was asked for must be in every file', () => {
  expect(() =>
    mergeBatches([table('x.csv', 'industry,engaged', 'SaaS,0')], { target: 'engaged', key: 'id' }),
  ).toThrow(/x\.csv: has no column "id"/);
});
