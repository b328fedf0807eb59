import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestLogs, testLogs, WEEK } from '../../../../tests/support/log-files.ts';

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

const HEADER = 'timestamp,score,label,inference_ms,model_version';
const ROW = '2026-02-20T12:00:00,0.7,engaged,1.5,0.3';
const PLAIN = `${HEADER},industry,quality\n${ROW},Banking,1\n${ROW},Retail,2\n`;

async function read(content: string | Buffer, name = 'p.csv') {
  await logs.write(name, content);
  const store = await logs.open([name]);
  const quality = await store.quality('predictions');
  const reasons = Object.fromEntries(quality.reasons.map((reason) => [reason.code, reason.count]));
  const features = (await store.features(WEEK)).map((feature) => feature.name);
  return { store, quality, rows: quality.rows, good: quality.rows - quality.rejected, reasons, features };
}

describe('as spreadsheets write them', () => {
  it.each<[string, string | Buffer]>([
    ['commas', PLAIN],
    ['semicolons', PLAIN.replaceAll(',', ';')],
    ['tabs', PLAIN.replaceAll(',', '\t')],
    ['CRLF', PLAIN.replaceAll('\n', '\r\n')],
    ['all quoted', PLAIN.replace(/[^,\n]+/g, '"$&"')],
    ['a byte-order mark', `\uFEFF${PLAIN}`],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${PLAIN}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(PLAIN, 'utf16le')],
    ['UTF-16, big-endian, without', Buffer.from(PLAIN, 'utf16le').swap16()],
  ])('%s', async (_, content) => {
    expect(await read(content)).toMatchObject({ rows: 2, good: 2, features: ['industry', 'quality'] });
  });

  it('counts each kind of bad row and keeps the good ones', async () => {
    const found = await read(`${PLAIN}${ROW},x,1,2,3\n${ROW}\n${ROW.replace('0.7', 'NaN')},x,1\n`);
    expect(found).toMatchObject({ rows: 5, good: 2, reasons: { 'ragged-row': 2, 'score-not-a-number': 1 } });
  });

  it('keeps formulas and quotes as the text they are', async () => {
    const { store } = await read(`${HEADER},industry\n${ROW},=cmd()\n${ROW},"a ""b"", c"\n${ROW},x"y"z\n`);
    const { table } = await store.categoricalTable('industry', WEEK);
    expect([...table.categories].sort()).toEqual(['=cmd()', 'a "b", c', 'x"y"z']);
  });

  it('is empty where there is no row, and refuses all where there is no header', async () => {
    expect(await read('')).toMatchObject({ rows: 0 });
    expect(await read(`${HEADER}\n`, 'header.csv')).toMatchObject({ rows: 0 });
    const other = ROW.replace('0.7', '0.8');
    expect(await read(`${ROW},a\n${other},b\n${other},c\n`, 'none.csv')).toMatchObject({ rows: 2, good: 0 });
  });
});

describe('as an attacker writes them', () => {
  it.each([
    ['a name twice', `${HEADER},q,q\n${ROW},1,2\n`, 'the header names "q" more than once'],
    [
      'ten thousand columns and more',
      `${HEADER},${Array.from({ length: 10_001 }, (_, i) => i).join()}\n`,
      '10006 columns',
    ],
    [
      'a million columns',
      `${HEADER},${Array.from({ length: 1_000_000 }, (_, i) => `column${i}`).join()}\n`,
      'longer than a header can be',
    ],
  ])('refuses a header with %s in words', async (_, content, words) => {
    await logs.write('p.csv', content);
    await expect(logs.open(['p.csv'])).rejects.toMatchObject({ code: 'csv-header', exitCode: 3 });
    await expect(logs.open(['p.csv'])).rejects.toThrow(words);
  });

  it('a cell nested fifty thousand deep costs no other row', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const row = (input: string): string => `${ROW},"${input.replaceAll('"', '""')}"\n`;
    const found = await read(`${HEADER},input\n${row(`{"a":\n${deep}}`)}${row('{"a": 1}')}${row('no')}`);
    expect(found).toMatchObject({ rows: 3, good: 2, reasons: { 'input-not-an-object': 1 } });
    expect(found.quality.notes).toEqual([]);
  });

  it('refuses a line of 100 MB and keeps its neighbours', async () => {
    const found = await read(`${PLAIN}${ROW},${'x'.repeat(100 * 2 ** 20)},1\n${ROW},Banking,1\n`);
    expect(found).toMatchObject({ rows: 4, good: 3, reasons: { 'line-too-long': 1 } });
    expect(found.quality.reasons[0]?.samples).toMatchObject([{ file: 'p.csv', line: 4 }]);
  });

  it.each([0, 200_000])(
    'an open quote makes one cell of the %d lines after it, and that is said',
    async (after) => {
      const good = `${ROW},Banking,1\n`;
      const found = await read(`${PLAIN}${good.repeat(100)}${ROW},"open,1\n${good.repeat(after)}`);
      expect(found).toMatchObject({ rows: 103, good: 102, reasons: { unreadable: 1 } });
      expect(found.quality.notes).toEqual(['p.csv is damaged or cut: read as far as possible']);
    },
  );

  it.each([
    ['line ends', Buffer.alloc(300 * 2 ** 20, '\n')],
    ['one cell', Buffer.alloc(300 * 2 ** 20, 'x')],
  ])('stops unpacking a bomb of %s', async (_, filling) => {
    const found = await read(gzipSync(Buffer.concat([Buffer.from(PLAIN), filling])), 'bomb.csv.gz');
    expect(found).toMatchObject({ good: 2, reasons: { 'unpacked-too-large': 1 } });
  });

  it('reads a truncated gzip as far as it goes', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => `${ROW},Banking ${(i * i) % 997},${i}\n`).join('');
    const packed = gzipSync(`${PLAIN}${rows}`);
    const found = await read(packed.subarray(0, packed.length / 2), 'cut.csv.gz');
    expect(found.good).toBeGreaterThan(100);
    expect(found.quality.notes).toEqual(['cut.csv.gz is damaged or cut: read as far as possible']);
  });

  it('a cell of digits and a letter takes no longer than any other', async () => {
    const began = performance.now();
    const found = await read(`${PLAIN}${ROW},${'1'.repeat(1_000_000)}x,1\n`);
    expect(found).toMatchObject({ rows: 3, good: 3 });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('binary garbage and NUL', async () => {
    const garbage = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 89) % 256));
    expect((await read(garbage)).good).toBe(0);
    expect(await read(`${PLAIN}${ROW},\0,1\n`, 'nul.csv')).toMatchObject({ rows: 3, good: 3 });
  });

  it('names of a prototype are names', async () => {
    const found = await read(`${HEADER},__proto__,constructor\n${ROW},1,2\n${ROW},1,2\n`);
    expect(found.features).toEqual(['__proto__', 'constructor']);
  });
});
