import { createHash } from 'node:crypto';
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  NO_REFERENCE,
  NOW,
  prediction,
  request,
  type TestLogs,
  testLogs,
} from '../../../../tests/support/log-files.ts';
import { storeAnswers } from '../../../../tests/support/store-contract/store-answers.ts';
import { seededRandom } from '../../../stats/distributions/random.ts';
import type { CacheEntry } from '../../row-cache/entry.ts';
import { openDuckdbStore, type StoreOptions } from './store.ts';

let logs: TestLogs;
let cache = '';
beforeEach(async () => {
  logs = await testLogs();
  cache = logs.file('cache');
});
afterEach(() => logs.remove());

/** Numbers, texts, both by turns, missing keys, join keys, broken lines and refused rows. */
function lines(count: number, seed: number, more: Record<string, unknown> = {}): string {
  const random = seededRandom(seed);
  const rows = Array.from({ length: count }, (_, i) => {
    if (i % 37 === 36) return '{"timestamp": broken';
    const input = {
      lead: `lead ${random.below(40)}`,
      n: random.uniform() < 0.05 ? 'unknown' : random.below(9) / 4 - 1,
      s: random.uniform() < 0.05 ? 3 : ['a', 'é "q" \\', '12', 'x'.repeat(3000)][random.below(4)],
      ...(random.uniform() < 0.3 ? { sometimes: [1, { a: null }] } : {}),
      b: random.uniform() < 0.2 ? null : true,
      ...more,
    };
    const timestamp = new Date(NOW - random.below(7 * 86_400) * 1000).toISOString();
    return prediction({ timestamp, input, score: i % 41 === 40 ? 2 : random.below(1000) / 1000 });
  });
  return `${rows.join('\n')}\n`;
}

const requests = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `${request({ response_ms: i, status_code: i % 9 === 0 ? 422 : 200 })}\n`,
  ).join('');

/** What a store says without a cache, for each log and set of options that was met: many tests begin alike. */
const uncached = new Map<string, Promise<Awaited<ReturnType<typeof storeAnswers>>>>();

async function answersWithoutCache(files: readonly string[], options: Partial<StoreOptions>) {
  const hash = createHash('sha256').update(JSON.stringify([files, options, String(options.largeBytes)]));
  for (const name of files) hash.update(name).update(await readFile(logs.file(name)));
  const key = hash.digest('hex');
  const known = uncached.get(key) ?? answers(files, options);
  uncached.set(key, known);
  return known;
}

async function answers(files: readonly string[], options: Partial<StoreOptions> = {}) {
  const log = (names: readonly string[]) =>
    ({ present: true, location: 'logs', files: names.map((name) => logs.file(name)) }) as const;
  const store = await openDuckdbStore({
    predictions: log(files.filter((name) => name.startsWith('p'))),
    requests: log(files.filter((name) => name.startsWith('r'))),
    reference: NO_REFERENCE,
    now: NOW,
    joinKeys: ['lead'],
    ...options,
  });
  try {
    return await storeAnswers(store);
  } finally {
    await store.close();
  }
}

/** The same answers through the cache as without it, and how much of the cache was there to begin with. */
async function expectSame(files: readonly string[], options: Partial<StoreOptions> = {}): Promise<void> {
  const cached = await answers(files, { cacheDirectory: cache, ...options });
  expect(cached).toEqual(await answersWithoutCache(files, options));
}

const entries = async (): Promise<CacheEntry[]> =>
  Promise.all(
    (await readdir(cache))
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => JSON.parse(await readFile(path.join(cache, name), 'utf8')) as CacheEntry),
  );

const segments = async (): Promise<string[]> =>
  (await readdir(cache)).filter((name) => name.endsWith('.parquet'));

describe('rows that were read on an earlier run', () => {
  it('are not read again, and what is new is', async () => {
    await logs.write('p.jsonl', lines(300, 1));
    await logs.write('r.jsonl', requests(100));
    await expectSame(['p.jsonl', 'r.jsonl']);
    expect(await segments()).toHaveLength(2);
    for (const run of [2, 3]) {
      await appendFile(logs.file('p.jsonl'), lines(100, run));
      await appendFile(logs.file('r.jsonl'), requests(20));
      await expectSame(['p.jsonl', 'r.jsonl']);
    }
    expect(await segments()).toHaveLength(6);
  });

  it('are written once: a run adds its own rows, not those that are there', async () => {
    await logs.write('p.jsonl', lines(300, 1));
    await expectSame(['p.jsonl']);
    const [first = ''] = await segments();
    const { mtimeMs } = await stat(path.join(cache, first));
    await appendFile(logs.file('p.jsonl'), lines(50, 2));
    await expectSame(['p.jsonl']);
    expect((await stat(path.join(cache, first))).mtimeMs).toBe(mtimeMs);
    const newest = (await entries()).sort((x, y) => y.bytes - x.bytes)[0];
    expect(newest?.segments.map((segment) => segment.rows)).toEqual([300, 50]);
  });

  it('become one file again when there are very many', async () => {
    await logs.write('p.jsonl', '');
    const options = { cacheSegments: 3 };
    for (let run = 0; run < 5; run++) {
      await appendFile(logs.file('p.jsonl'), lines(3, run, run % 2 === 0 ? { [`k${run}`]: run } : {}));
      await expectSame(['p.jsonl'], options);
    }
    const newest = (await entries()).sort((x, y) => y.bytes - x.bytes)[0];
    expect(newest?.segments.map((segment) => segment.rows)).toEqual([12, 3]);
  });

  it.each([
    ['a new key', lines(50, 2, { brandNew: 5 })],
    ['a key of another type', lines(50, 2, { n: 'now a text', s: 7, b: 'yes' })],
    ['an input that is no object', `${prediction({ input: [1] })}\n`],
    ['an empty input', `${prediction({ input: {} })}\n`],
    ['keys that differ in case only', lines(50, 2, { N: 1 })],
    ['a key that is a path', lines(50, 2, { '../x/~y': 'z' })],
    ['blank lines', `\n \t\r\n\f\n\v \n${lines(5, 2)}\n\f\n`],
    ['a blank line before one that is not ended yet', `${lines(5, 2)}\f\n${lines(1, 2).slice(0, -20)}`],
    ['a line that is not ended yet', lines(5, 2).slice(0, -20)],
  ])('go together with %s', async (_, fresh) => {
    for (const largeBytes of [0, Number.POSITIVE_INFINITY]) {
      await rm(cache, { recursive: true, force: true });
      await logs.write('p.jsonl', lines(100, 1));
      await expectSame(['p.jsonl'], { largeBytes });
      await appendFile(logs.file('p.jsonl'), fresh);
      await expectSame(['p.jsonl'], { largeBytes });
      await appendFile(logs.file('p.jsonl'), `\n${lines(30, 3)}`);
      await expectSame(['p.jsonl'], { largeBytes });
    }
  });

  it('belong to one of several files, each of which may be new, grown, packed, renamed or gone', async () => {
    await logs.write('p1.jsonl', lines(80, 1));
    await logs.write('p2.jsonl', lines(60, 2));
    await logs.write('p3.jsonl.gz', gzipSync(lines(70, 3)));
    await expectSame(['p1.jsonl', 'p2.jsonl', 'p3.jsonl.gz']);
    await rename(logs.file('p2.jsonl'), logs.file('p0.jsonl'));
    await appendFile(logs.file('p1.jsonl'), lines(20, 4));
    await logs.write('p2.jsonl', lines(10, 5));
    await logs.write('p4.csv', 'timestamp,score,label,n\n2026-02-20T12:00:00,0.5,engaged,3\n');
    await expectSame(['p0.jsonl', 'p1.jsonl', 'p2.jsonl', 'p3.jsonl.gz', 'p4.csv']);
    await expectSame(['p1.jsonl', 'p3.jsonl.gz']);
    await appendFile(logs.file('p3.jsonl.gz'), gzipSync(lines(9, 7)));
    await expectSame(['p3.jsonl.gz']);
    await logs.write('p3.jsonl.gz', gzipSync(lines(71, 6)));
    await expectSame(['p3.jsonl.gz']);
  });

  it('are as long as the log itself: one that was emptied or cut is read anew', async () => {
    await logs.write('p.jsonl', lines(100, 1));
    await expectSame(['p.jsonl']);
    await truncate(logs.file('p.jsonl'), 5000);
    await expectSame(['p.jsonl']);
    await logs.write('p.jsonl', '');
    await expectSame(['p.jsonl']);
  });
});

describe('a stale cache', () => {
  it('is not believed where a byte of the log changed, though neither its size nor its time did', async () => {
    const before = lines(400, 1);
    await logs.write('p.jsonl', before);
    const time = new Date(NOW);
    await utimes(logs.file('p.jsonl'), time, time);
    await expectSame(['p.jsonl']);
    const at = before.lastIndexOf('"score":0.');
    const edited = `${before.slice(0, at)}"score":0.0${before.slice(at + '"score":0.0'.length)}`;
    expect(edited).toHaveLength(before.length);
    await writeFile(logs.file('p.jsonl'), edited);
    await utimes(logs.file('p.jsonl'), time, time);
    await expectSame(['p.jsonl']);
  });

  it.each([
    ['the policy keeps fewer features', { maximumExtras: 3 }],
    ['texts are cut elsewhere', { textLimit: 5 }],
    ['outcomes are joined by another key', { joinKeys: ['s'] }],
  ])('is not used where %s', async (_, options) => {
    await logs.write('p.jsonl', lines(100, 1));
    await expectSame(['p.jsonl']);
    await expectSame(['p.jsonl'], options);
    await expectSame(['p.jsonl']);
  });
});

describe('a limit of features', () => {
  it('holds for cached and new keys together, and for the new ones alone', async () => {
    const options = { maximumExtras: 6 };
    await logs.write('p.jsonl', lines(60, 1));
    await expectSame(['p.jsonl'], options);
    await appendFile(logs.file('p.jsonl'), lines(9, 2, { extra1: 1, extra2: 2 }));
    await expectSame(['p.jsonl'], options);
    await appendFile(logs.file('p.jsonl'), lines(9, 3, { a: 1, b2: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }));
    await expectSame(['p.jsonl'], options);
  });

  it('does not count columns that an earlier reference had', async () => {
    const column = (name: string) => ({ ...NO_REFERENCE, present: true, columns: [{ name, cells: [] }] });
    await logs.write('p.jsonl', lines(60, 1));
    await expectSame(['p.jsonl'], { reference: column('N'), largeBytes: 0 });
    await appendFile(logs.file('p.jsonl'), lines(9, 2));
    await expectSame(['p.jsonl'], { reference: column('n'), largeBytes: 0 });
  });
});

describe('a torn cache', () => {
  const parts = ['.parquet', '.json'] as const;

  it.each(parts.flatMap((part) => ['emptied', 'cut', 'garbled', 'gone'].map((how) => ({ part, how }))))(
    'whose $part is $how is made again',
    async ({ part, how }) => {
      await logs.write('p.jsonl', lines(100, 1));
      await expectSame(['p.jsonl']);
      for (const name of (await readdir(cache)).filter((file) => file.endsWith(part))) {
        const file = path.join(cache, name);
        const content = await readFile(file);
        if (how === 'emptied') await truncate(file, 0);
        if (how === 'cut') await truncate(file, content.length >> 1);
        if (how === 'garbled') await writeFile(file, content.fill(120, 20, 60));
        if (how === 'gone') await rm(file);
      }
      await appendFile(logs.file('p.jsonl'), lines(10, 2));
      await expectSame(['p.jsonl']);
      await expectSame(['p.jsonl']);
    },
  );

  it('leaves alone what is not its own', async () => {
    await logs.write('p.jsonl', lines(10, 1));
    await answers(['p.jsonl'], { cacheDirectory: cache });
    const foreign = [
      'predictions-2026-02-19.jsonl',
      'requests-old.json',
      'predictions-notes.parquet',
      '.predictions',
    ];
    for (const name of foreign) await writeFile(path.join(cache, name), 'mine');
    await logs.write('p.jsonl', lines(10, 2));
    await answers(['p.jsonl'], { cacheDirectory: cache });
    expect(await readdir(cache)).toEqual(expect.arrayContaining(foreign));
  });

  it.each(['new', 'there before', 'there before, behind a link'])(
    'is readable for its owner only, in a directory that is %s',
    async (what) => {
      const umask = process.umask(0);
      try {
        if (what !== 'new') {
          await mkdir(cache, { mode: 0o755 });
          await writeFile(path.join(cache, 'mine.txt'), '');
          // As earlier versions left it.
          await writeFile(path.join(cache, `predictions-${'0'.repeat(24)}.json`), '{}');
        }
        if (what.endsWith('link')) await symlink('cache', logs.file('link'));
        const cacheDirectory = what.endsWith('link') ? logs.file('link') : cache;
        const modes = async (): Promise<Record<string, number>> => {
          const names = (await readdir(cache)).filter((name) => name !== 'mine.txt');
          const found = await Promise.all(names.map((name) => stat(path.join(cache, name))));
          return Object.fromEntries(found.map(({ mode }, i) => [names[i], mode & 0o777]));
        };
        for (const rows of [10, 20]) {
          await logs.write('p.jsonl', lines(rows, 1));
          await logs.write('r.jsonl', requests(rows));
          await answers(['p.jsonl', 'r.jsonl'], { cacheDirectory });
          expect((await stat(cache)).mode & 0o777).toBe(0o700);
          expect(new Set(Object.values(await modes()))).toEqual(new Set([0o600]));
          expect(Object.keys(await modes()).length).toBeGreaterThan(3);
        }
        if (what !== 'new') expect((await stat(path.join(cache, 'mine.txt'))).mode & 0o777).toBe(0o666);
      } finally {
        process.umask(umask);
      }
    },
  );

  it('leaves nothing of what no log needs', async () => {
    await logs.write('p.jsonl', lines(100, 1));
    await answers(['p.jsonl'], { cacheDirectory: cache });
    const before = await readdir(cache);
    await writeFile(path.join(cache, '.predictions-01234567-89ab-cdef-0123-456789abcdef.parquet'), 'x');
    await logs.write('p.jsonl', lines(100, 2));
    await answers(['p.jsonl'], { cacheDirectory: cache });
    const after = await readdir(cache);
    expect(after).toHaveLength(before.length);
    expect(after).not.toEqual(before);
  });
});
