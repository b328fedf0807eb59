import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publish, restorePublished } from './publish.ts';

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
  await restorePublished(join(directory, 'dist'));
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

test.each([
  ['with a front page', 'index.html'],
  ['without one', 'notes.txt'],
])('a foreign directory %s is not replaced, and nothing is written', async (_, name) => {
  await mkdir(join(directory, 'dist'));
  await writeFile(join(directory, 'dist', name), 'foreign');
  let wrote = false;
  const publishing = publish(join(directory, 'dist'), async () => {
    wrote = true;
  });
  await expect(publishing).rejects.toMatchObject({ code: 'out-dir-not-a-site', exitCode: 2 });
  expect(wrote).toBe(false);
  expect(await readFile(join(directory, 'dist', name), 'utf8')).toBe('foreign');
  expect(await readdir(directory)).toEqual(['dist']);
});

test('a file, a link that leads nowhere and a foreign directory that came meanwhile are not replaced', async () => {
  const refused = { code: 'out-dir-not-a-site', exitCode: 2 };
  await writeFile(join(directory, 'file'), 'foreign');
  await expect(publish(join(directory, 'file'), page('x'))).rejects.toMatchObject(refused);
  await symlink('nowhere', join(directory, 'link'));
  await expect(publish(join(directory, 'link'), page('x'))).rejects.toMatchObject(refused);
  const meanwhile = publish(join(directory, 'dist'), async (staging) => {
    await page('x')(staging);
    await mkdir(join(directory, 'dist'));
    await writeFile(join(directory, 'dist/mine.txt'), 'foreign');
  });
  await expect(meanwhile).rejects.toMatchObject(refused);
  expect(await readFile(join(directory, 'dist/mine.txt'), 'utf8')).toBe('foreign');
});

test('an empty directory is replaced', async () => {
  await mkdir(join(directory, 'dist'));
  await publish(join(directory, 'dist'), page('first'));
  expect(await shown()).toBe('first');
});

test('a directory of somebody else’s with a name like ours is neither healed from nor removed', async () => {
  const names = ['.dist-old-backup', '.dist-new-plans'];
  const long = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000);
  for (const name of names) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'index.html'), 'foreign');
    await utimes(join(directory, name), long, long);
  }
  await restorePublished(join(directory, 'dist'));
  await publish(join(directory, 'dist'), page('first'));
  expect(await shown()).toBe('first');
  for (const name of names) {
    expect(await readFile(join(directory, name, 'index.html'), 'utf8')).toBe('foreign');
  }
});
