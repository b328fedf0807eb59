import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Container, startContainer } from '../support/container.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let directory: string;
let container: Container | null = null;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'entry-'));
});
afterEach(async () => {
  await container?.close();
  container = null;
  rmSync(directory, { recursive: true, force: true });
});

/** Replaces the build: waits for `go`, then fails or writes a site that contains the number of builds. */
const BUILD = `
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const at = (name) => ${JSON.stringify('DIR')} + '/' + name;
while (!existsSync(at('go'))) await new Promise((r) => setTimeout(r, 20));
const n = existsSync(at('count')) ? Number(readFileSync(at('count'), 'utf8')) + 1 : 1;
writeFileSync(at('count'), String(n));
if (existsSync(at('fail'))) process.exit(1);
mkdirSync(process.env.OUT_DIR + '/_astro', { recursive: true });
writeFileSync(process.env.OUT_DIR + '/index.html', '<p>build ' + n + ' ' + process.env.SAME_DAY + '</p>' + 'x'.repeat(5000));
writeFileSync(process.env.OUT_DIR + '/404.html', '<p>no such page</p>');
writeFileSync(process.env.OUT_DIR + '/metrics.prom', '# EOF\\n');
writeFileSync(process.env.OUT_DIR + '/_astro/app.abc123.js', 'let x = 1;'.repeat(500));
`;

/** @returns the URL, without a trailing slash. */
async function start(env: Record<string, string> = {}): Promise<string> {
  const buildScript = join(directory, 'build.mjs');
  writeFileSync(buildScript, BUILD.replace('DIR', directory));
  container = await startContainer({
    cwd: directory,
    buildScript,
    env: { SITES_DIR: join(directory, 'sites'), REBUILD_EVERY: '1s', ...env },
  });
  return container.url.slice(0, -1);
}
const output = (): string => container?.output() ?? '';

async function until<T>(check: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const value = await check();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain; the entry point said:\n${output()}`);
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Buffer;
}
/** Not `fetch`, which decompresses the body. */
function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}
const allow = () => writeFileSync(join(directory, 'go'), '');
const shows = (url: string, build: number) =>
  until(async () => ((await get(url)).body.toString().includes(`build ${build}`) ? true : undefined));

test('answers while the first site is built, then serves it with the right headers, packed', async () => {
  const url = await start();
  expect(await get(`${url}/`)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  expect((await get(`${url}/healthz`)).status).toBe(200);
  allow();
  await shows(`${url}/`, 1);
  const page = await get(`${url}/`, { 'accept-encoding': 'br, gzip' });
  expect(page).toMatchObject({
    status: 200,
    headers: {
      'content-encoding': 'br',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    },
  });
  expect(brotliDecompressSync(page.body).toString()).toContain('build');
  expect(page.body.length).toBeLessThan(500);
  const gzipped = await get(`${url}/_astro/app.abc123.js`, { 'accept-encoding': 'gzip' });
  expect(gunzipSync(gzipped.body).toString()).toContain('let x');
  expect(gzipped.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const plain = await get(`${url}/`);
  expect(plain.headers['content-encoding']).toBeUndefined();
  const etag = String(plain.headers['etag']);
  expect((await get(`${url}/`, { 'if-none-match': etag })).status).toBe(304);
  expect(await get(`${url}/nothing/`)).toMatchObject({ status: 404 });
  expect((await get(`${url}/nothing/`)).body.toString()).toContain('no such page');
  expect((await get(`${url}/`, {}, 'POST')).status).toBe(405);
  expect((await get(`${url}/metrics.prom`)).headers['content-type']).toContain('openmetrics');
  expect((await get(`${url}/..%2f..%2fbuild.mjs`)).status).toBe(404);
});

test('rebuilds without a request falling in between, and keeps the last good site when a build fails', async () => {
  const url = await start();
  allow();
  await shows(`${url}/`, 1);
  const seen = new Set<number>();
  const end = performance.now() + 4_000;
  while (performance.now() < end) seen.add((await get(`${url}/`)).status);
  expect([...seen]).toEqual([200]);
  expect(Number(readFileSync(join(directory, 'count'), 'utf8'))).toBeGreaterThan(1);
  writeFileSync(join(directory, 'fail'), '');
  await until(() => (output().includes('What was shown before is shown still') ? true : undefined));
  expect((await get(`${url}/`)).status).toBe(200);
});

test('a day that is built again and again has one report, unless somebody wants otherwise', async () => {
  const url = await start();
  allow();
  await shows(`${url}/`, 1);
  expect((await get(`${url}/`)).body.toString()).toMatch(/build \d+ refresh/);
  await container?.close();
  const other = await start({ SAME_DAY: 'number' });
  const page = await until(async () => {
    const answer = await get(`${other}/`);
    return answer.status === 200 ? answer.body.toString() : undefined;
  });
  expect(page).toMatch(/build \d+ number/);
});

test('under a base path', async () => {
  const url = await start({ BASE_PATH: '/repo/' });
  allow();
  await shows(`${url}/repo/`, 1);
  expect(await get(`${url}/`)).toMatchObject({ status: 302, headers: { location: '/repo/' } });
  expect((await get(`${url}/elsewhere`)).status).toBe(404);
});

test('ends at once when it is told to, also in the middle of a build', async () => {
  await start();
  await container?.close();
  expect(container?.child.exitCode).toBe(0);
});

test('a year between two builds is no time at all to a timer, but here it is', async () => {
  const url = await start({ REBUILD_EVERY: '365d', BUILD_TIMEOUT: '365d' });
  allow();
  await shows(`${url}/`, 1);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(readFileSync(join(directory, 'count'), 'utf8')).toBe('1');
  expect(output()).toBe(`Serving on ${url}/, building every 365d\nSite 1 is shown.\n`);
});

test.each([
  [{ REBUILD_EVERY: 'often' }, 'REBUILD_EVERY must be'],
  [{ REBUILD_EVERY: '367d' }, 'REBUILD_EVERY must be'],
  [{ BUILD_TIMEOUT: '0s' }, 'BUILD_TIMEOUT must be'],
  [{ BASE_PATH: '/../x' }, 'BASE_PATH must be'],
  [{ SITES_DIR: 'archive' }, 'SITES_DIR and ARCHIVE_DIR are one directory'],
  [{ SITES_DIR: 'x', ARCHIVE_DIR: 'x/archive' }, 'holds ARCHIVE_DIR'],
  [{ SITES_DIR: 'logs' }, 'holds PREDICTIONS_LOG'],
])('a setting that cannot be used ends it: %j', async (env, words) => {
  const starting = start(env);
  await expect(starting).rejects.toThrow('it ended with 2 ');
  await expect(starting).rejects.toThrow(words);
});

test('what lies in the directory of sites and is not ours stays', async () => {
  mkdirSync(join(directory, 'sites/1/reports'), { recursive: true });
  writeFileSync(join(directory, 'sites/1/reports/2026-02-20.json'), 'kept');
  writeFileSync(join(directory, 'sites/notes.txt'), 'kept');
  const url = await start();
  allow();
  await shows(`${url}/`, 3);
  expect(readFileSync(join(directory, 'sites/1/reports/2026-02-20.json'), 'utf8')).toBe('kept');
  expect(readFileSync(join(directory, 'sites/notes.txt'), 'utf8')).toBe('kept');
});

test('the container runs as nobody special, and is checked', () => {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
  expect(text).toMatch(/^USER node$/m);
  expect(text.indexOf('USER node')).toBeLessThan(text.indexOf('CMD ["node", "scripts/launch.mjs", "serve"]'));
  expect(text).toContain('EXPOSE 8501');
  expect(text).toContain('/healthz');
});
