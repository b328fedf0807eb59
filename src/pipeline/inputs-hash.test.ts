import { appendFile, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileDigests, inputsHash } from './inputs-hash.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hash-'));
  await writeFile(join(directory, 'a.jsonl'), '{"score":0.5}\n');
  await writeFile(join(directory, 'b.jsonl'), '{"score":0.6}\n');
});
afterEach(() => rm(directory, { recursive: true }));

const path = (name: string): string => join(directory, name);
const hashOf = async (files: readonly string[], policy: unknown): Promise<string> =>
  inputsHash(await fileDigests(files), policy);

test('neither directory nor order of the files matters', async () => {
  await mkdir(path('elsewhere'));
  await copyFile(path('a.jsonl'), path('elsewhere/a.jsonl'));
  const here = await hashOf([path('a.jsonl'), path('b.jsonl')], {});
  expect(await hashOf([path('b.jsonl'), path('elsewhere/a.jsonl')], {})).toBe(here);
});

test('a row more, or another policy, are other inputs', async () => {
  const before = await hashOf([path('a.jsonl')], { window: 7 });
  expect(await hashOf([path('a.jsonl')], { window: 8 })).not.toBe(before);
  await appendFile(path('a.jsonl'), '{"score":0.7}\n');
  expect(await hashOf([path('a.jsonl')], { window: 7 })).not.toBe(before);
});

test('one byte changed anywhere in a large file, or a byte more, is another input', async () => {
  const size = 9 * 1024 * 1024 + 7;
  const content = Buffer.alloc(size, 'x');
  const seen = new Set<string>();
  const places = [null, 0, 64 * 1024, 1024 * 1024, size >> 1, size - 64 * 1024 - 1, size - 1];
  for (const place of places) {
    const changed = Buffer.from(content);
    if (place !== null) changed[place] = 0;
    await writeFile(path('large'), changed);
    seen.add(await hashOf([path('large')], {}));
  }
  await writeFile(path('large'), content);
  await appendFile(path('large'), 'x');
  seen.add(await hashOf([path('large')], {}));
  expect(seen.size).toBe(places.length + 1);
});

test('an empty file is an input', async () => {
  await writeFile(path('empty'), '');
  expect(await hashOf([path('empty')], {})).not.toBe(await hashOf([], {}));
});

test('hashing that nobody waits for any more ends with the build', async () => {
  const ended = new AbortController();
  const digests = fileDigests([path('a.jsonl')], ended.signal);
  ended.abort();
  await expect(digests).rejects.toMatchObject({ name: 'AbortError' });
});
