import { expect, test } from 'vitest';
import { fieldsSeen } from './fields-seen.ts';

const log = (text: string, content: 'json-lines' | 'csv' | 'parquet' = 'json-lines') => ({
  content,
  encoding: 'utf-8' as const,
  head: Buffer.from(text),
});

test('names what most records have, whatever stands between them', () => {
  const rows = [
    '{"a": 1, "probability": 0.5}',
    'no record',
    '',
    '[1]',
    '{"probability": 1, "rare": 2}',
    '{"probability": 1',
  ];
  expect(fieldsSeen([log(rows.join('\r\n'))])).toEqual(['a', 'probability', 'rare']);
  const many = [...Array.from({ length: 9 }, () => '{"probability": 1}'), '{"rare": 1}'];
  expect(fieldsSeen([log(many.join('\n'))])).toEqual(['probability']);
});

test('reads the header of a CSV file, in either encoding', () => {
  expect(fieldsSeen([log('timestamp;"probability"\n1;2\n', 'csv')])).toEqual(['timestamp', 'probability']);
  const wide = {
    content: 'csv' as const,
    encoding: 'utf-16le' as const,
    head: Buffer.from('\ufeffa,b\n', 'utf16le'),
  };
  expect(fieldsSeen([wide])).toEqual(['a', 'b']);
});

test('repeats nothing that is not a name', () => {
  expect(fieldsSeen([log('{"jane@example.org": 1, "+49 170 1234567": 2, "ok": 3}')])).toEqual(['ok']);
  expect(fieldsSeen([log('PAR1', 'parquet')])).toEqual([]);
});
