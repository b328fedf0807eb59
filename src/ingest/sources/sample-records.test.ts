import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordsPerFile, sampleFiles } from './sample-records.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'samples-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  const location = path.join(directory, name);
  await writeFile(location, content);
  return location;
}

const lines = (n: number, of: (i: number) => unknown): string =>
  Array.from({ length: n }, (_, i) => `${JSON.stringify(of(i))}\n`).join('');

test('sees a large file at its beginning, within it and at its end', async () => {
  const large = await file(
    'a.jsonl',
    lines(20_000, (i) => ({ i, text: 'x'.repeat(100) })),
  );
  const seen = (await sampleFiles([large])).map((record) => Number(record['i']));
  expect(Math.min(...seen)).toBe(0);
  expect(Math.max(...seen)).toBeGreaterThan(19_000);
  expect(seen.filter((i) => i > 5_000 && i < 15_000).length).toBeGreaterThan(100);
});

test('skips what is no record, and reads CSV cells as a record would hold them', async () => {
  const json = await file('a.jsonl', '{"a": 1}\nbroken\n[1]\n"x"\n\n\uFEFF{"a": 2}\n{"a": 3');
  const csv = await file('b.csv', 'a,b,c\n1,"{""d"": 2}",\n');
  expect(await sampleFiles([csv, json])).toEqual([{ a: 1 }, { a: 2 }, { a: 1, b: { d: 2 } }]);
});

test('thousands of files are sampled by a few records each', async () => {
  const files = await Promise.all(
    Array.from({ length: 1_500 }, (_, n) =>
      file(
        `${n}.jsonl`,
        lines(50, (i) => ({ i })),
      ),
    ),
  );
  expect((await sampleFiles(files)).length).toBe(1_500 * recordsPerFile(1_500));
  expect(recordsPerFile(1_500)).toBe(4);
});

test('a file of little more than one block is not sampled again and again', async () => {
  const log = await file(
    'a.jsonl',
    lines(800, (i) => ({ i, text: 'x'.repeat(80) })),
  );
  const seen = (await sampleFiles([log])).map((record) => Number(record['i']));
  expect(new Set(seen).size).toBeGreaterThan(700);
  expect(seen.length).toBeLessThanOrEqual(2 * 800);
});
