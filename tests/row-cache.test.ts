import { appendFile, chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeWithCases } from './support/cases.ts';
import { filesOf } from './support/hostile/site-files.ts';
import { type Workplace, workplace } from './support/run-build.ts';

const NOW = '2026-02-20T12:05:00Z';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(() => place.remove());

/** Builds with the cache and, from the same observations, without it; both sites have to be the same, byte for byte. */
async function expectSameSite(run: string, inputs: Readonly<Record<string, string>>): Promise<void> {
  const env = { ...inputs, NOW, REPORT_ID: run };
  const withCache = await place.build({ ...env, CACHE_DIR: place.path('cache') });
  expect([withCache.code, withCache.stderr]).toEqual([0, '']);
  const without = await place.build({
    ...env,
    OBSERVATIONS_PATH: place.path(`dist/reports/${run}/observations.json`),
    ARCHIVE_DIR: place.path('archive-without'),
    OUT_DIR: place.path('without'),
  });
  expect([without.code, without.stderr]).toEqual([0, '']);
  const expected = await filesOf(place.path('without'));
  const found = await filesOf(place.path('dist'));
  expect([...found.keys()]).toEqual([...expected.keys()]);
  expect(
    [...found].filter(([name, bytes]) => !expected.get(name)?.equals(bytes)).map(([name]) => name),
  ).toEqual([]);
  expect(found.size).toBeGreaterThan(40);
}

describeWithCases('a log that grows', (path) => {
  test('gives the same site from the cache, on its first run and on the next', async () => {
    const read = async (name: string): Promise<string[]> =>
      (await readFile(path(`new-vertical/${name}`), 'utf8')).split(/(?<=\n)/);
    const logs = [await read('predictions.jsonl'), await read('api_requests.jsonl')];
    const names = ['p.jsonl', 'r.jsonl'];
    for (const [i, name] of names.entries()) {
      await writeFile(place.path(name), (logs[i] ?? []).slice(0, 400).join(''));
    }
    const env = {
      PREDICTIONS_LOG: 'p.jsonl',
      API_REQUESTS_LOG: 'r.jsonl',
      REFERENCE_DATA_PATH: path('reference/leads_raw.csv'),
    };
    await expectSameSite('first', env);
    for (const [i, name] of names.entries()) {
      await appendFile(place.path(name), (logs[i] ?? []).slice(400).join(''));
    }
    await expectSameSite('second', env);
    const segments = (await readdir(place.path('cache'))).filter((name) => name.endsWith('.parquet'));
    expect(segments).toHaveLength(4);
  });
});

test('a disk that has no room for the cache costs the next run time, and this one nothing', async () => {
  await writeFile(
    place.path('p.jsonl'),
    '{"timestamp": "2026-02-20T10:00:00", "input": {"a": 1}, "score": 1, "label": "x"}\n',
  );
  await mkdir(place.path('cache'));
  await chmod(place.path('cache'), 0o500);
  const { code, stderr } = await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl', CACHE_DIR: 'cache' });
  expect(code).toBe(0);
  // Root may write to read-only directories.
  if (process.getuid?.() !== 0) expect(stderr).toMatch(/CACHE_DIR: nothing is kept for the next run/);
  expect((await place.report()).inputs.predictions.rows).toBe(1);
});

test('the cache may not lie where the site is published', async () => {
  await writeFile(place.path('p.jsonl'), '');
  const { code, stderr } = await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl', CACHE_DIR: 'dist/cache' });
  expect(code).toBe(2);
  expect(stderr).toMatch(/OUT_DIR: .* holds CACHE_DIR \(.*dist\/cache\)/);
});

test.each([
  ['among the logs', 'logs/cache'],
  ['where the logs are', 'logs'],
  ['above them', '.'],
])('the cache may not lie %s, and no log is touched', async (_, CACHE_DIR) => {
  await mkdir(place.path('logs'));
  await writeFile(place.path('logs/predictions-2026-02-19.jsonl'), '');
  const { code, stderr } = await place.build({ NOW, PREDICTIONS_LOG: 'logs', CACHE_DIR });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error \(paths-overlap\): .*CACHE_DIR.* Name a directory of its own/);
  expect(await readdir(place.path('logs'))).toEqual(['predictions-2026-02-19.jsonl']);
});

test('a cache that cannot be written ends the build with a remedy, and the published site stays', async () => {
  await writeFile(place.path('p.jsonl'), '');
  await writeFile(place.path('file'), '');
  expect((await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' })).code).toBe(0);
  const before = await filesOf(place.path('dist'));
  const { code, stderr } = await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl', CACHE_DIR: 'file/cache' });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /CACHE_DIR: .* cannot be made or listed \(ENOTDIR\)\. Name another directory, or unset it\./,
  );
  expect(await filesOf(place.path('dist'))).toEqual(before);
});
