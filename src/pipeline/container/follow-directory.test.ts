import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publish } from '../publish.ts';
import { followDirectory } from './follow-directory.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'follow-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const site = (): string => join(directory, 'dist');
const put = (text: string): Promise<void> =>
  publish(site(), (staging) => writeFile(join(staging, 'index.html'), text));

function follow() {
  const controller = new AbortController();
  const shown: string[] = [];
  const log: string[] = [];
  const done = followDirectory({
    directory: site(),
    scratchDirectory: directory,
    show: async (image) => {
      const file = image.find('/index.html');
      if (file === undefined) throw new Error('no page');
      for await (const piece of image.read(file.plain)) shown.push(piece.toString());
      await image.retire();
    },
    signal: controller.signal,
    report: (message) => log.push(message),
    pollMs: 10,
  });
  const end = async (): Promise<void> => {
    controller.abort();
    await done;
  };
  return { shown, log, done, end };
}

test('shows each site that takes the place of the one before, and nothing while there is none', async () => {
  await put('one');
  const { shown, end } = follow();
  await expect.poll(() => shown).toEqual(['one']);
  await put('two');
  await expect.poll(() => shown).toEqual(['one', 'two']);
  await rm(site(), { recursive: true });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(shown).toEqual(['one', 'two']);
  await put('three');
  await expect.poll(() => shown).toEqual(['one', 'two', 'three']);
  await end();
});

test('a site that cannot be read is told once, and the next one is shown', async () => {
  await put('one');
  const { shown, log, end } = follow();
  await expect.poll(() => shown).toEqual(['one']);
  await rm(site(), { recursive: true });
  await mkdir(site());
  await expect.poll(() => log.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(log).toEqual([expect.stringContaining('has no index.html')]);
  await rm(site(), { recursive: true });
  await put('two');
  await expect.poll(() => shown).toEqual(['one', 'two']);
  await end();
});

test('no first site: said, with what cannot be served', async () => {
  const { done } = follow();
  await expect(done).rejects.toMatchObject({ code: 'no-site', exitCode: 2 });
  await mkdir(site());
  await expect(follow().done).rejects.toThrow(/no index\.html/);
});
