import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publish } from '../publish.ts';
import { openSiteImage, type SiteImage } from './site-image.ts';

let directory = '';
let site = '';
let scratchDirectory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'image-'));
  site = join(directory, 'dist');
  scratchDirectory = join(directory, 'scratch');
  await mkdir(scratchDirectory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

async function content(image: SiteImage, path: string): Promise<string | undefined> {
  const file = image.find(path);
  if (file === undefined) return undefined;
  let text = '';
  for await (const piece of image.read(file.plain)) text += piece.toString();
  return text;
}

const PROC = '/proc/self/fd';
/** Number of this process's open file handles on images; null where the system has no /proc. */
function openImages(): number | null {
  if (!existsSync(PROC)) return null;
  const targets = readdirSync(PROC).map((fd) => {
    try {
      return readlinkSync(join(PROC, fd));
    } catch {
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(scratchDirectory)).length;
}

test('a site is read whole, and needs its directory no more', async () => {
  const large = 'abcdefgh'.repeat(50_000);
  await write(site, { 'index.html': 'home', 'a/b/large.csv': large, 'empty.txt': '' });
  const image = await openSiteImage(site, { scratchDirectory });
  await rm(site, { recursive: true });
  expect(await content(image, '/index.html')).toBe('home');
  expect(await content(image, '/a/b/large.csv')).toBe(large);
  expect(await content(image, '/empty.txt')).toBe('');
  expect(await content(image, '/a')).toBeUndefined();
  await image.retire();
});

test('packed neighbours are codings of their file, hidden files and links are not served', async () => {
  await write(site, {
    'index.html': 'home',
    'index.html.gz': 'gz',
    'index.html.br': 'br',
    'log.gz': 'a file of its own',
    '.env': 'secret',
    '.git/config': 'secret',
    'a/.hidden/x.txt': 'secret',
    '.well-known/security.txt': 'public',
  });
  await write(directory, { 'outside.txt': 'secret' });
  await symlink(join(directory, 'outside.txt'), join(site, 'link.txt'));
  const image = await openSiteImage(site, { scratchDirectory });
  const found = [
    '/index.html',
    '/index.html.gz',
    '/index.html.br',
    '/log.gz',
    '/.env',
    '/.git/config',
    '/a/.hidden/x.txt',
    '/.well-known/security.txt',
    '/link.txt',
  ].filter((path) => image.find(path) !== undefined);
  expect(found).toEqual(['/index.html', '/log.gz', '/.well-known/security.txt']);
  const { plain, gzip, br } = image.find('/index.html') ?? {};
  expect([plain?.size, gzip?.size, br?.size]).toEqual([4, 2, 2]);
  expect(new Set([plain?.etag, gzip?.etag, br?.etag]).size).toBe(3);
  await image.retire();
});

test('the validator follows the content and nothing else', async () => {
  const tags: (string | undefined)[] = [];
  for (const text of ['one', 'one', 'two']) {
    await rm(site, { recursive: true, force: true });
    await write(site, { 'index.html': text });
    const image = await openSiteImage(site, { scratchDirectory });
    tags.push(image.find('/index.html')?.plain.etag);
    await image.retire();
  }
  expect(tags[0]).toMatch(/^"[\w-]+"$/);
  expect(tags[1]).toBe(tags[0]);
  expect(tags[2]).not.toBe(tags[0]);
});

test('no name is left behind, and the file is closed once the last use of it ends', async () => {
  await write(site, { 'index.html': 'home' });
  const image = await openSiteImage(site, { scratchDirectory });
  expect(readdirSync(scratchDirectory)).toEqual([]);
  await image.use(async () => {
    await image.retire();
    expect(await content(image, '/index.html')).toBe('home');
    expect(openImages()).not.toBe(0);
  });
  expect(openImages() ?? 0).toBe(0);
});

test.each([
  ['no index.html', { 'other.html': '' }],
  ['no directory', {}],
])('%s: an error, and no handle left', async (_, files) => {
  await write(site, files);
  await expect(openSiteImage(site, { scratchDirectory })).rejects.toThrow(/index\.html|ENOENT/);
  expect(openImages() ?? 0).toBe(0);
  expect(readdirSync(scratchDirectory)).toEqual([]);
});

test('told to end: an error, and no handle left', async () => {
  await write(site, { 'index.html': '' });
  const opening = openSiteImage(site, { scratchDirectory, signal: AbortSignal.abort() });
  await expect(opening).rejects.toThrow(/abort/i);
  expect(openImages() ?? 0).toBe(0);
});

test('an image never holds files of two sites, however often they are replaced', async () => {
  const names = ['index.html', ...Array.from({ length: 40 }, (_, i) => `${i}/page.html`)];
  let number = 0;
  const replace = (): Promise<void> =>
    publish(site, async (staging) => {
      number++;
      await write(staging, Object.fromEntries(names.map((name) => [name, `site ${number}`])));
    });
  await replace();
  let going = true;
  const replacing = (async () => {
    while (going) {
      await replace();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  })();
  let opened = 0;
  while (opened < 10 || number < 10) {
    const image = await openSiteImage(site, { scratchDirectory }).catch((error: Error) => {
      expect(error.message).toMatch(/replaced faster|ENOENT/);
      return null;
    });
    if (image === null) continue;
    opened++;
    const seen = await Promise.all(names.map((name) => content(image, `/${name}`)));
    expect(new Set(seen).size).toBe(1);
    await image.retire();
  }
  going = false;
  await replacing;
});
