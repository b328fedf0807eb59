import { expect, test } from 'vitest';
import { columnsPolicy } from '../../../settings/columns-policy.ts';
import { timeColumn } from './time-range.ts';

const column = (name: string, dataTypeID = 1184) => ({ name, dataTypeID });
const nameOf = (policy: unknown, ...found: { name: string; dataTypeID: number }[]): string | null =>
  timeColumn('predictions', columnsPolicy.parse(policy), found)?.name ?? null;

test('is the column that the policy names, else the one that is named like a time', () => {
  expect(nameOf({}, column('id', 23), column('created_at'))).toBe('created_at');
  expect(nameOf({}, column('timestamp'), column('created_at'))).toBe('timestamp');
  const said = { predictions: { timestamp: 'seen' } };
  expect(nameOf(said, column('seen'), column('created_at'))).toBe('seen');
});

test('is none where two could be meant, where it lies inside a column, or is text', () => {
  expect(nameOf({}, column('created_at'), column('logged_at'))).toBeNull();
  expect(
    nameOf({ predictions: { timestamp: 'payload.at' } }, column('payload', 114), column('created_at')),
  ).toBeNull();
  expect(nameOf({}, column('created_at', 25))).toBeNull();
  expect(nameOf({}, column('id', 23))).toBeNull();
});

test('compares by type; a name is quoted', () => {
  const sql = (type: number, name = 'created_at') => {
    const time = timeColumn('predictions', columnsPolicy.parse({ predictions: { timestamp: [name] } }), [
      column(name, type),
    ]);
    return time === null ? null : `${time.sql} > ${time.bound('$1')}`;
  };
  expect(sql(1184)).toBe('t."created_at" > $1::timestamptz');
  expect(sql(1114)).toBe('t."created_at" > ($1::timestamptz)::timestamp');
  expect(sql(20)).toMatch(/^\(case when .* \/ 1000\.0 .*\) > extract\(epoch from \$1::timestamptz\)$/);
  expect(sql(1184, 'a"; drop table t; --')).toBe('t."a""; drop table t; --" > $1::timestamptz');
});
