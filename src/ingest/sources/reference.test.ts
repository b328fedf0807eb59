import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWithCases } from '../../../tests/support/cases.ts';
import { readOutcomes } from './outcomes.ts';
import { type ReferenceSetting, readReference } from './reference.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'reference-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function reference(content: string | Buffer, more: Partial<ReferenceSetting> = {}) {
  await writeFile(path.join(directory, 'r.csv'), content);
  return readReference({ variable: 'REFERENCE_DATA_PATH', value: 'r.csv', fallback: '', ...more }, directory);
}

const columns = (data: Awaited<ReturnType<typeof reference>>) =>
  Object.fromEntries(data.columns.map(({ name, cells }) => [name, cells]));

describe('readReference', () => {
  it('types a column by all of its filled cells', async () => {
    const data = await reference(
      'n,s,m,b,e,engaged,score\n1,x,1,True,,1,0.5\n-2.5e1,,x,False,,0,\n,"y, z",3,true,,,0.25\n',
    );
    expect(columns(data)).toEqual({
      n: [1, -25, null],
      s: ['x', null, 'y, z'],
      m: ['1', 'x', '3'],
      b: ['true', 'false', 'true'],
      e: [null, null, null],
    });
    expect(data).toMatchObject({
      present: true,
      rows: 3,
      rejected: 0,
      outcomes: [true, false, null],
      scores: [0.5, null, 0.25],
    });
  });

  it('takes NaN for missing and keeps hexadecimal, dates and infinities as text', async () => {
    const data = await reference('a,b,c,d,e\nNaN,0x10,2026-01-01,inf,1\n3,0x11,2026-01-02,1,1_000\n');
    expect(columns(data)).toEqual({
      a: [null, 3],
      b: ['0x10', '0x11'],
      c: ['2026-01-01', '2026-01-02'],
      d: ['inf', '1'],
      e: ['1', '1_000'],
    });
  });

  it('takes the key column out', async () => {
    expect(columns(await reference('id,x\na,1\n', { keyColumn: 'id' }))).toEqual({ x: [1] });
  });

  it.each([
    ['semicolons', 'a;b\n1;"x;y"\n'],
    ['tabs', 'a\tb\n1\tx;y\n'],
    ['a byte-order mark and CRLF', '\uFEFFa,b\r\n1,x;y\r\n'],
    ['UTF-16', Buffer.from('\uFEFFa,b\n1,x;y\n', 'utf16le')],
  ])('reads %s', async (_, content) => {
    expect(columns(await reference(content))).toEqual({ a: [1], b: ['x;y'] });
  });

  it('counts ragged rows with their lines', async () => {
    const data = await reference('a,b\r\n1,"two\r\nlines"\r\n2\r\n\r\n3,4,5\r\n6,7\r\n');
    expect(data).toMatchObject({
      rows: 2,
      rejected: 2,
      reasons: [{ code: 'ragged-row', count: 2, lines: [4, 6] }],
    });
  });

  it.each([
    ['', 'csv-empty'],
    [' \n\n', 'csv-empty'],
    ['a,b\n', 'reference-empty'],
    ['a,b,a\n1,2,3\n', 'csv-header'],
    ['a,b\n1,"x\n2,y\n', 'csv-syntax'],
    ['a,b\n1,x"y"z\n', 'csv-syntax'],
    [Array.from({ length: 10_001 }, (_, i) => `c${i}`).join(), 'csv-header'],
  ])('refuses %j', async (content, code) => {
    await expect(reference(content)).rejects.toMatchObject({ code, exitCode: 3 });
    await expect(reference(content)).rejects.toThrow('r.csv');
  });

  it('refuses a header of a million columns quickly', async () => {
    const wide = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join();
    await expect(reference(`${wide}\n`)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('takes no longer for a cell of a million digits and a letter', async () => {
    const began = performance.now();
    const data = await reference(`a,b\n${'1'.repeat(1_000_000)}x,1\n`);
    expect(data.columns[0]?.cells[0]).toHaveLength(1_000_001);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('is an error where it was set and is not there, absent where it was not', async () => {
    const setting = { variable: 'REFERENCE_DATA_PATH', fallback: 'none.csv' };
    await expect(readReference({ ...setting, value: 'none.csv' }, directory)).rejects.toMatchObject({
      exitCode: 2,
    });
    expect(await readReference({ ...setting, value: null }, directory)).toMatchObject({
      present: false,
      rows: 0,
    });
    await expect(readReference({ ...setting, value: '.' }, directory)).rejects.toMatchObject({ exitCode: 3 });
  });
});

describe('readOutcomes', () => {
  const outcomes = async (content: string, keyColumn: string | null = null) => {
    await writeFile(path.join(directory, 'o.csv'), content);
    return readOutcomes({ variable: 'OUTCOMES_PATH', value: 'o.csv', keyColumn }, directory);
  };

  it('reads dates, outcomes and keys', async () => {
    const data = await outcomes('date,engaged,lead\n2026-02-20,1,a\n2026-02-20T12:00:00+01:00,no,\n', 'lead');
    expect(data).toMatchObject({ present: true, rows: 2, rejected: 0, keyColumn: 'lead' });
    expect(data.outcomes).toEqual([
      { time: Date.UTC(2026, 1, 20), engaged: true, key: 'a' },
      { time: Date.UTC(2026, 1, 20, 11), engaged: false, key: null },
    ]);
  });

  it('counts what it cannot use, with lines', async () => {
    const data = await outcomes(
      'date,engaged\n2026-02-30,1\n2026-02-20,maybe\n2026-02-20,true\n2026-02-21\n20/02/2026,1\n',
    );
    expect(data).toMatchObject({
      rows: 5,
      rejected: 4,
      reasons: [
        { code: 'ragged-row', count: 1, lines: [5] },
        { code: 'impossible-date', count: 2, lines: [2, 6] },
        { code: 'impossible-outcome', count: 1, lines: [3] },
      ],
    });
  });

  it('says which column is not there', async () => {
    await expect(outcomes('day,engaged\n2026-02-20,1\n')).rejects.toThrow('no column "date"');
    await expect(outcomes('date,engaged\n2026-02-20,1\n', 'lead')).rejects.toMatchObject({ exitCode: 3 });
  });

  it('is absent where nothing was set', async () => {
    expect(await readOutcomes({ variable: 'OUTCOMES_PATH', value: null }, directory)).toMatchObject({
      present: false,
    });
  });
});

describeWithCases('the real references', (cases) => {
  it('reads the raw leads: 303 rows, 40 % engaged', async () => {
    const setting = { variable: 'R', value: cases('reference/leads_raw.csv'), fallback: '' };
    const data = await readReference(setting, '/');
    expect(data.rows).toBe(303);
    expect(data.columns).toHaveLength(18);
    const engaged = data.outcomes?.filter((outcome) => outcome === true).length ?? 0;
    expect(engaged / 303).toBeCloseTo(0.4, 1);
  });

  it('reads the engineered reference as numbers', async () => {
    const setting = {
      variable: 'R',
      value: cases('reference/training_reference_engineered.csv'),
      fallback: '',
    };
    const data = await readReference(setting, '/');
    expect(data.rows).toBe(100);
    const numeric = data.columns.filter(({ cells }) => cells.every((cell) => typeof cell === 'number'));
    expect(numeric).toHaveLength(data.columns.length);
  });
});
