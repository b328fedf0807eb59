import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { healPublished, publish } from './publish.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'publish-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const page = (text: string) => async (staging: string) => {
  await writeFile(join(staging, 'index.html'), text);
};
const shown = (): Promise<string> => readFile(join(directory, 'dist/index.html'), 'utf8');

test('the first site and the one that replaces it', async () => {
  await publish(join(directory, 'dist'), page('first'));
  expect(await shown()).toBe('first');
  await publish(join(directory, 'dist'), page('second'));
  expect(await shown()).toBe('second');
  expect(await readdir(directory)).toEqual(['dist']);
});

test('a build that fails leaves the old site and no litter', async () => {
  await publish(join(directory, 'dist'), page('old'));
  const failing = publish(join(directory, 'dist'), async (staging) => {
    await writeFile(join(staging, 'index.html'), 'half');
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(await shown()).toBe('old');
  expect(await readdir(directory)).toEqual(['dist']);
});

test('killed between the two renames: the next call puts the old site back', async () => {
  await publish(join(directory, 'dist'), page('old'));
  await rename(join(directory, 'dist'), join(directory, '.dist-old'));
  await healPublished(join(directory, 'dist'));
  expect(await shown()).toBe('old');
});

test('a parent that cannot be written to is named', async () => {
  await mkdir(join(directory, 'x'));
  await writeFile(join(directory, 'x/file'), '');
  await expect(publish(join(directory, 'x/file/dist'), page(''))).rejects.toMatchObject({
    code: 'out-dir-unwritable',
    exitCode: 2,
  });
});

test('many builds at once: one of their sites is there, whole, and no litter', async () => {
  const names = Array.from({ length: 12 }, (_, i) => `site ${i}`);
  await Promise.all(names.map((name) => publish(join(directory, 'dist'), page(name))));
  expect(names).toContain(await shown());
  expect(await readdir(directory)).toEqual(['dist']);
});

test('a disk that is full is said as such, also where a library hides it', async () => {
  await publish(join(directory, 'dist'), page('old'));
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  const failing = publish(join(directory, 'dist'), () =>
    Promise.reject(new Error('render', { cause: full })),
  );
  await expect(failing).rejects.toMatchObject({ code: 'out-dir-full', exitCode: 2 });
  const told = publish(join(directory, 'dist'), () =>
    Promise.reject(new Error('Failed to write file\nNo space left on device (os error 28)')),
  );
  await expect(told).rejects.toMatchObject({ code: 'out-dir-full' });
  expect(await shown()).toBe('old');
});

test('a web server that is another user may read the site', async () => {
  await publish(join(directory, 'dist'), page('first'));
  expect((await stat(join(directory, 'dist'))).mode & 0o777).toBe(0o755);
});
