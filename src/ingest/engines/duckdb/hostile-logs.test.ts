import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prediction, request, type TestLogs, testLogs, WEEK } from '../../../../tests/support/log-files.ts';

let logs: TestLogs;
beforeEach(async () => {
  logs = await testLogs();
});
afterEach(() => logs.remove());

/** Rows, refused rows and their reasons of one predictions log. */
async function read(content: string | Buffer, name = 'p.jsonl') {
  await logs.write(name, content);
  const store = await logs.open([name]);
  const quality = await store.quality('predictions');
  const reasons = Object.fromEntries(quality.reasons.map((reason) => [reason.code, reason.count]));
  return { store, quality, rows: quality.rows, rejected: quality.rejected, reasons };
}

const good = prediction();
const lines = (...list: string[]): string => `${list.join('\n')}\n`;

describe('files', () => {
  it('reads an empty log, and one of blank lines', async () => {
    expect(await read('')).toMatchObject({ rows: 0, rejected: 0 });
    expect(await read('\n\r\n  \n\t\n', 'blank.jsonl')).toMatchObject({ rows: 0, rejected: 0 });
  });

  it('reads CRLF, and a last line without its end', async () => {
    expect(await read(`${good}\r\n${good}`)).toMatchObject({ rows: 2, rejected: 0, quality: { notes: [] } });
  });

  it('refuses a last line that was cut, and says so', async () => {
    const found = await read(`${good}\n${good.slice(0, 60)}`);
    expect(found).toMatchObject({ rows: 2, rejected: 1, reasons: { 'broken-json': 1 } });
    expect(found.quality.reasons[0]?.samples).toMatchObject([{ file: 'p.jsonl', line: 2 }]);
    expect(found.quality.notes).toEqual(['p.jsonl ends in the middle of a line']);
  });

  it('reads through a byte-order mark', async () => {
    const found = await read(`\uFEFF${lines(good, 'broken')}`);
    expect(found).toMatchObject({ rows: 2, rejected: 1 });
    expect(found.quality.reasons[0]?.samples[0]?.line).toBe(2);
    expect(found.quality.notes.join()).toContain('byte-order mark');
  });

  it.each([
    ['with its mark', `\uFEFF${good}\n${good}\n`],
    ['without', `${good}\n${good}\n`],
  ])('reads UTF-16 %s', async (_, text) => {
    const little = Buffer.from(text, 'utf16le');
    expect(await read(little)).toMatchObject({ rows: 2, rejected: 0 });
    expect(await read(Buffer.from(little).swap16(), 'be.jsonl')).toMatchObject({ rows: 2, rejected: 0 });
  });

  it('counts binary garbage and goes on', async () => {
    const found = await read(
      Buffer.concat([Buffer.from(lines(good)), randomBytes(5000), Buffer.from(`\n${good}\n`)]),
    );
    expect(found.rows - found.rejected).toBe(2);
    expect(found.rejected).toBeGreaterThan(0);
  });

  it('refuses NUL and bytes that are not UTF-8, line by line', async () => {
    const bad = Buffer.concat([Buffer.from(good.slice(0, -2)), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const content = Buffer.concat([Buffer.from(`${good}\n\0\0\n`), bad, Buffer.from(`\n${good}\n`)]);
    expect(await read(content)).toMatchObject({ rows: 4, rejected: 2 });
  });

  it('refuses one line of 100 MB and keeps its neighbours', async () => {
    const out = createWriteStream(logs.file('long.jsonl'));
    out.write(`${good}\n{"input": {"a": "`);
    for (let i = 0; i < 100; i++) if (!out.write('x'.repeat(1 << 20))) await once(out, 'drain');
    out.end(`"}}\n${good}\n`);
    await once(out, 'close');
    const store = await logs.open(['long.jsonl']);
    const quality = await store.quality('predictions');
    expect(quality).toMatchObject({ rows: 3, rejected: 1 });
    expect(quality.reasons).toMatchObject([{ code: 'line-too-long', samples: [{ line: 2 }] }]);
  });

  it('reads gzip, zstd and names that lie about them', async () => {
    await logs.write('a.jsonl.gz', gzipSync(lines(good, good)));
    await logs.write('b.jsonl.zst', zstdCompressSync(Buffer.from(lines(good))));
    await logs.write('c.jsonl', gzipSync(lines(good, 'broken')));
    await logs.write('d.jsonl.gz', lines(good));
    const store = await logs.open(['d.jsonl.gz', 'c.jsonl', 'b.jsonl.zst', 'a.jsonl.gz']);
    const quality = await store.quality('predictions');
    expect(quality).toMatchObject({ rows: 6, rejected: 1 });
    expect(quality.reasons[0]?.samples).toMatchObject([{ file: 'c.jsonl', line: 2 }]);
  });

  it('reads a truncated or damaged gzip as far as it goes', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => prediction({ score: (i % 1000) / 1000 }));
    const packed = gzipSync(lines(...many));
    const cut = await read(packed.subarray(0, packed.length / 2), 'cut.jsonl.gz');
    expect(cut.rows - cut.rejected).toBeGreaterThan(100);
    expect(cut.rows).toBeLessThan(2000);
    expect(cut.quality.notes.join()).toContain('cut.jsonl.gz is damaged or cut');
    const damaged = await read(Buffer.from(packed).fill(0x55, 3000, 3040), 'bad.jsonl.gz');
    expect(damaged.quality.notes.join()).toContain('bad.jsonl.gz');
    expect(damaged.rejected).toBeGreaterThan(0);
  });

  it('stops unpacking a zip bomb', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(lines(good)), Buffer.alloc(100 * 2 ** 20, '\n')]));
    const found = await read(bomb, 'bomb.jsonl.gz');
    expect(found).toMatchObject({ rows: 2, rejected: 1, reasons: { 'unpacked-too-large': 1 } });
    expect(found.quality.notes.join()).toContain('unpacks to far more');
  });

  it('takes names that look like patterns as names', async () => {
    await logs.write('a[1]*?.jsonl', lines(good));
    await logs.write('a1b.jsonl', lines(good));
    expect(await (await logs.open(['a[1]*?.jsonl'])).quality('predictions')).toMatchObject({ rows: 1 });
  });

  it('reads a file that grows meanwhile', async () => {
    await logs.write('grow.jsonl', lines(...Array.from({ length: 5000 }, () => good)));
    let growing = true;
    const grow = (async () => {
      while (growing) await appendFile(logs.file('grow.jsonl'), `${good}\n`);
    })();
    const store = await logs.open(['grow.jsonl']);
    const quality = await store.quality('predictions');
    growing = false;
    await grow;
    expect(quality.rows).toBeGreaterThanOrEqual(5000);
    expect(quality.rejected).toBeLessThanOrEqual(1);
  });

  it('gives the same answers whatever the order of the files', async () => {
    for (const name of ['a', 'b', 'c']) {
      const own = Array.from({ length: 50 }, (_, i) =>
        prediction({ score: ((i * 7) % 50) / 50, input: { industry: `${name}${i % 3}`, q: i / 7 } }),
      );
      await logs.write(`${name}.jsonl`, lines(...own, 'broken'));
    }
    const answers = async (names: string[]) => {
      const store = await logs.open(names);
      return JSON.stringify([
        { ...(await store.quality('predictions')), location: '' },
        await store.newestPredictions(WEEK, 20),
        await store.sampleRows(['industry', 'q'], WEEK, 10),
        await store.texts('industry', WEEK, 10),
        await store.quantiles('score', WEEK, [0.5]),
        [...(await store.numericTable('q', WEEK)).table.values],
      ]);
    };
    expect(await answers(['c.jsonl', 'a.jsonl', 'b.jsonl'])).toBe(
      await answers(['a.jsonl', 'b.jsonl', 'c.jsonl']),
    );
  });
});

describe('timestamps', () => {
  it.each([
    ['2026-02-20T12:00:00', 0],
    ['2026-02-20T12:00:00Z', 0],
    ['2026-02-20t12:00:00z', 0],
    ['2026-02-20 12:00:00', 0],
    ['2026-02-20T13:00:00+01:00', 0],
    ['2026-02-20T06:30:00-0530', 0],
    ['2026-02-20T12:00:00.123456+00:00', 123.456],
    ['2026-02-20T12:00:00.5', 500],
    ['2026-02-20T12:00:00.123456789Z', 123.456],
    [1771588800, 0],
    [1771588800.25, 250],
    [1771588800000, 0],
    [1771588800000.5, 0.5],
  ])('takes %s', async (timestamp, offset) => {
    const { quality } = await read(lines(prediction({ timestamp })));
    expect(quality.first).toBe(Date.parse('2026-02-20T12:00:00Z') + offset);
  });

  it.each([
    'yesterday',
    '',
    '2026-02-20',
    '2026-13-01T00:00:00',
    '2026-02-30T12:00:00',
    'infinity',
    'epoch',
    '0001-01-01T00:00:00Z',
    '99999-01-01T00:00:00',
    '2026-02-20T12:00:00+',
    946684799,
    4102444801,
    17715888000000000,
    -1771588800,
    true,
    {},
    [],
  ])('refuses %j', async (timestamp) => {
    expect((await read(lines(prediction({ timestamp })))).reasons).toEqual({ 'impossible-timestamp': 1 });
  });

  it('keeps rows after now out of every window and counts them', async () => {
    const { store, quality } = await read(lines(good, prediction({ timestamp: '9999-12-31T23:59:59Z' })));
    expect(quality).toMatchObject({ rows: 2, rejected: 0, afterNow: 1 });
    expect(await store.count('predictions', { start: 0, end: Infinity })).toBe(1);
  });

  it('takes a clock that goes backwards and a repeated hour', async () => {
    const { store } = await read(
      lines(
        prediction({ timestamp: '2026-02-20T12:00:00' }),
        prediction({ timestamp: '2026-02-20T11:00:00' }),
        prediction({ timestamp: '2025-10-26T02:30:00+02:00' }),
        prediction({ timestamp: '2025-10-26T02:30:00+01:00' }),
      ),
    );
    const newest = await store.newestPredictions({ start: 0, end: WEEK.end }, 9);
    expect(newest.map((row) => new Date(row.time).toISOString().slice(0, 16))).toEqual([
      '2026-02-20T12:00',
      '2026-02-20T11:00',
      '2025-10-26T01:30',
      '2025-10-26T00:30',
    ]);
  });
});

describe('values', () => {
  it('keeps NaN, infinities and overflow away from the numbers', async () => {
    const raw = (input: string) => good.replace(/"input":\{[^}]*\}/, `"input":${input}`);
    const { store, rejected } = await read(
      lines(raw('{"x":NaN}'), raw('{"x":1e999}'), raw('{"x":-Infinity}'), raw('{"x":1.5}'), raw('{"x":"2"}')),
    );
    expect(rejected).toBe(0);
    const { table, ...beside } = await store.numericTable('x', WEEK);
    expect([...table.values]).toEqual([1.5]);
    expect(beside).toMatchObject({ missingProduction: 1, mismatchedProduction: 3 });
    const [profile] = await store.features(WEEK);
    expect(profile?.production).toMatchObject({
      rows: 5,
      missing: 1,
      numbers: 3,
      strings: 1,
      min: 1.5,
      max: 1.5,
    });
  });

  it.each([
    [{ score: 'NaN' }, 'score-not-a-number'],
    [{ score: [0.5] }, 'score-not-a-number'],
    [{ score: {} }, 'score-not-a-number'],
    [{ inference_ms: true }, 'latency-not-a-number'],
    [{ label: ['engaged'] }, 'label-not-a-string'],
    [{ input: 'text' }, 'input-not-an-object'],
    [{ model_version: {} }, 'impossible-model-version'],
  ])('refuses %j', async (change, code) => {
    expect((await read(lines(prediction(change)))).reasons).toEqual({ [code]: 1 });
  });

  it('refuses NaN and overflow as a score', async () => {
    const raw = (score: string) => good.replace('0.73', score);
    expect((await read(lines(raw('NaN'), raw('1e999'), raw('-Infinity'), raw('-0')))).reasons).toEqual({
      'score-not-a-number': 3,
    });
  });

  it('keeps keys that differ in case, odd keys and doubled keys apart', async () => {
    const input =
      '{"A":1,"a":2,"__proto__":3,"constructor":4,"":5,"a/b":6,"~1":7,"k":8,"k":9,"x\'y\\"z":10,"🚀":11}';
    const { store } = await read(lines(good.replace(/"input":\{[^}]*\}/, `"input":${input}`)));
    const first = async (key: string) => (await store.numericTable(key, WEEK)).table.values[0];
    for (const [key, value] of [
      ['A', 1],
      ['a', 2],
      ['__proto__', 3],
      ['constructor', 4],
      ['', 5],
      ['a/b', 6],
      ['~1', 7],
      ['k', 8],
      ['x\'y"z', 10],
      ['🚀', 11],
    ] as const) {
      expect(await first(key), key).toBe(value);
    }
    expect((await store.features(WEEK)).map((f) => f.name)).toHaveLength(10);
  });

  it('keeps the most frequent of ten thousand keys, and says so', async () => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key ${i}`, i]));
    await logs.write('wide.jsonl', lines(good, good, prediction({ input: wide })));
    const store = await logs.open(['wide.jsonl'], 'predictions', { maximumExtras: 50 });
    const names = (await store.features(WEEK)).map((feature) => feature.name);
    expect(names).toHaveLength(50);
    expect(names).toContain('industry');
    expect((await store.quality('predictions')).notes).toEqual([
      '9952 further input keys beyond the 50 most frequent: left out',
    ]);
  });

  it('takes deep nesting and lone surrogates without falling over', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const raw = (value: string) => good.replace('"Banking"', value);
    const found = await read(lines(raw(deep), raw('"\\ud800"'), raw('"\\u0000"'), good));
    expect(found).toMatchObject({ rows: 4, rejected: 1, reasons: { 'invalid-text': 1 } });
    const { table } = await found.store.categoricalTable('industry', WEEK);
    expect(table.categories).toContain('\0');
    expect(Math.max(...table.categories.map((category) => category.length))).toBeLessThan(2100);
  });

  it('takes a type that changes with every row', async () => {
    const values = [1, '1', true, null, [1], { a: 1 }, 1.0, 'x'];
    const { store } = await read(lines(...values.map((v) => prediction({ input: { v } }))));
    const [profile] = await store.features(WEEK);
    expect(profile?.production).toMatchObject({
      rows: 8,
      missing: 1,
      numbers: 2,
      strings: 2,
      booleans: 1,
      nested: 2,
    });
    expect((await store.categoricalTable('v', WEEK)).table.categories).toEqual([
      '1',
      '[1]',
      'true',
      'x',
      '{"a":1}',
    ]);
  });

  it('never shows a value in a sample', async () => {
    const { quality } = await read(
      lines(prediction({ score: 'secret@example.org' }), '{"secret@example.org'),
    );
    expect(JSON.stringify(quality)).not.toContain('secret');
  });
});

describe('requests', () => {
  it('reads both spellings in one file and cuts query strings off', async () => {
    await logs.write(
      'r.jsonl',
      lines(
        request(),
        request({
          endpoint: undefined,
          path: '/predict?name=Ada',
          response_ms: undefined,
          response_time_ms: 3.5,
        }),
        request({ endpoint: null, path: '/predict', method: 'post' }),
      ),
    );
    const store = await logs.open(['r.jsonl'], 'requests');
    expect(await store.requestGroups(WEEK, 9)).toMatchObject([
      { endpoint: '/predict', method: 'POST', count: 3 },
    ]);
    expect((await store.quantiles('responseMs', WEEK, [1])).values).toEqual([3.5]);
    expect((await store.quality('requests')).notes.join()).toContain('(2 rows)');
  });

  it.each([
    [{ endpoint: undefined }, 'missing-endpoint'],
    [{ endpoint: 5 }, 'endpoint-not-a-string'],
    [{ method: 1 }, 'method-not-a-string'],
    [{ status_code: undefined }, 'missing-status'],
    [{ status_code: '200' }, 'impossible-status'],
    [{ status_code: 200.5 }, 'impossible-status'],
    [{ status_code: 99 }, 'impossible-status'],
    [{ status_code: 600 }, 'impossible-status'],
    [{ response_ms: -0.1 }, 'negative-latency'],
    [{ response_ms: '3' }, 'latency-not-a-number'],
  ])('refuses %j', async (change, code) => {
    await logs.write('r.jsonl', lines(request(change), request()));
    const store = await logs.open(['r.jsonl'], 'requests');
    const quality = await store.quality('requests');
    expect(quality).toMatchObject({
      rows: 2,
      rejected: 1,
      reasons: [{ code, count: 1, samples: [{ line: 1 }] }],
    });
  });
});
