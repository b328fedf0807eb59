import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { columnsPolicy } from '../../settings/columns-policy.ts';
import { findJoinKey, type KeyCandidate } from './join-key.ts';
import { readOutcomes } from './outcomes.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'outcomes-'));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (name: string, content: string | Buffer): Promise<void> =>
  writeFile(path.join(directory, name), content);
const read = (value: string, more: object = {}) =>
  readOutcomes({ variable: 'OUTCOMES_PATH', value, ...more }, directory);

test('reads a glob and a directory of files, compressed or not, whose columns stand in another order', async () => {
  await mkdir(path.join(directory, 'months'));
  await write('months/jan.csv', 'date,lead_id,engaged\n2026-01-05,a,1\n2026-01-06,b,0\n');
  await write(
    'months/feb.csv.gz',
    gzipSync('lead_id,engaged,date\nc,yes,2026-02-05\nd,perhaps,2026-02-06\n'),
  );
  for (const value of ['months/*', 'months']) {
    const data = await read(value, { keyColumn: 'lead_id' });
    expect(data).toMatchObject({
      rows: 4,
      rejected: 1,
      reasons: [{ code: 'impossible-outcome', count: 1, lines: [] }],
    });
    expect(data.outcomes.map(({ key, engaged }) => [key, engaged])).toEqual([
      ['c', true],
      ['a', true],
      ['b', false],
    ]);
  }
});

test('a column that one of the files lacks is named with the file and the nearest name', async () => {
  await write('a.csv', 'date,engaged\n2026-01-05,1\n');
  await write('b.csv', 'date,engagd\n2026-01-05,1\n');
  await expect(read('*.csv')).rejects.toThrow(
    /^b\.csv, line 1: there is no column "engaged"; the nearest is "engagd"/,
  );
});

test.each([
  ['x,day\n1,2026-01-05\n', ['day'], '"day" holds dates (init writes that)'],
  ['x,day,seen\n1,2026-01-05,2026-01-06\n', ['day', 'seen'], '"day" and "seen" hold dates'],
  ['x,day\n1,soon\n', [], 'there is no column "date"; the nearest is "day". '],
])('says which columns could be the date of %j', async (content, fitting, words) => {
  await write('a.csv', content);
  const error = await read('a.csv').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'outcomes-columns', exitCode: 3, key: 'dateColumn', fitting });
  expect((error as Error).message).toContain(words);
});

test('a column could be the outcome only where every file says so', async () => {
  await write('a.csv', 'date,won,lost\n2026-01-05,1,0\n');
  await write('b.csv', 'date,won,lost\n2026-01-05,yes,never\n');
  const error = await read('*.csv').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ key: 'outcomeColumn', fitting: ['won'] });
});

test.each([
  ['a.csv.gz', gzipSync('date,engaged\n'.repeat(10)).subarray(0, 20), 'csv-unreadable'],
  ['bomb.csv.gz', gzipSync(Buffer.alloc(257 * 1024 * 1024)), 'csv-too-large'],
])('refuses %s', async (name, content, code) => {
  await write(name, content);
  await expect(read(name)).rejects.toMatchObject({ code, exitCode: 3 });
});

test('a path that is not there is a fault of the setting', async () => {
  await expect(read('none.csv')).rejects.toMatchObject({ code: 'outcomes-not-found', exitCode: 2 });
});

const RULES = { columns: columnsPolicy.parse({}), labelThreshold: 0.5, positiveLabel: 'engaged' };
const leads = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    timestamp: '2026-02-20T12:00:00Z',
    request: `r-${i}`,
    input: { lead_id: `lead-${i}`, industry: ['Banking', 'Retail'][i % 2], size: i % 7 },
    score: 0.5,
    label: 'engaged',
  }));
const cells = (name: string, of: (i: number) => string, n = 50): KeyCandidate => ({
  name,
  cells: Array.from({ length: n }, (_, i) => of(i)),
});

test('finds the one column whose values name leads on both sides, and says how many match', () => {
  const candidates = [
    cells('lead_id', (i) => `lead-${i * 2}`),
    cells('industry', (i) => ['Banking', 'Retail'][i % 2] ?? ''),
    cells('campaign', (i) => `c-${i}`),
  ];
  expect(findJoinKey(candidates, leads(60), RULES)).toEqual({ column: 'lead_id', sampled: 60, matched: 30 });
});

test('finds it at the top level too, and for features with another name', () => {
  const records = leads(20).map(({ input, ...record }) => ({ ...record, features: input }));
  expect(findJoinKey([cells('request', (i) => `r-${i}`)], records, RULES)?.column).toBe('request');
  expect(findJoinKey([cells('lead_id', (i) => `lead-${i}`)], records, RULES)?.column).toBe('lead_id');
});

test('decides nothing where two columns fit, or none does', () => {
  const both = [cells('lead_id', (i) => `lead-${i}`), cells('request', (i) => `r-${i}`)];
  expect(findJoinKey(both, leads(60), RULES)).toBeNull();
  expect(findJoinKey([cells('lead_id', (i) => `other-${i}`)], leads(60), RULES)).toBeNull();
  expect(findJoinKey([cells('constructor', (i) => `lead-${i}`)], leads(60), RULES)).toBeNull();
});

test('the column that was set decides, and is not looked for', async () => {
  await write('a.csv', 'date,engaged,a,b\n2026-01-05,1,x,y\n');
  const findKey = () => Promise.resolve({ column: 'b', sampled: 1, matched: 1 });
  expect((await read('a.csv', { keyColumn: 'a', findKey })).outcomes[0]?.key).toBe('x');
  const found = await read('a.csv', { findKey });
  expect(found.outcomes[0]?.key).toBe('y');
  expect(found.notes?.join()).toContain('joined by `b`');
});

describe('where the file says who was contacted', () => {
  const table = `date,lead,engaged,sent,group
2026-02-01,a,1,yes,
2026-02-01,b,,yes,random
2026-02-01,c,,no,
2026-02-01,d,0,no,random
`;
  const contacted = { column: 'sent', value: 'yes' };
  const explore = { column: 'group', value: 'random' };
  const outcomesOf = async (more: object) => {
    await write('sent.csv', table);
    const found = await read('sent.csv', { keyColumn: 'lead', ...more });
    return { ...found, rows: found.outcomes.map(({ key, engaged }) => `${key}${engaged ? 1 : 0}`) };
  };

  test('an empty outcome is negative for those alone, and only if the policy says so', async () => {
    const negative = await outcomesOf({ contacted, explore, absentMeans: 'negative' });
    expect(negative.rows).toEqual(['a1', 'b0', 'd0']);
    expect(negative.rejected).toBe(0);
    expect(negative.outcomes.filter(({ explored }) => explored).map(({ key }) => key)).toEqual(['b', 'd']);
    expect(await outcomesOf({ contacted })).toMatchObject({ rows: ['a1', 'd0'], rejected: 0 });
  });

  test('else an empty outcome is a fault of the row', async () => {
    expect(await outcomesOf({})).toMatchObject({
      rows: ['a1', 'd0'],
      rejected: 2,
      reasons: [{ code: 'impossible-outcome', count: 2 }],
    });
  });
});
