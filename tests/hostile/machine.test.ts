import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { restorePublished } from '../../src/pipeline/publish.ts';
import { rounds } from '../support/effort.ts';
import { filesOf } from '../support/hostile/site-files.ts';
import { NOW, timeOf } from '../support/hostile/worst-log.ts';
import { type Ended, type Workplace, workplace } from '../support/run-build.ts';
import { mountTmpfs, tmpfsUnavailableReason } from '../support/tmpfs.ts';

/** Builds that are killed or interrupted, run out of disk space, or run concurrently. */

const PROGRAM = fileURLToPath(new URL('../../scripts/monitor.ts', import.meta.url));

const log = (rows: number): string =>
  Array.from({ length: rows }, (_, row) =>
    JSON.stringify({
      timestamp: timeOf(row, rows),
      input: { industry: row % 2 === 0 ? 'Banking' : 'Retail', quality: row % 30 },
      score: ((row * 37) % 100) / 100,
      label: 'engaged',
      inference_ms: 0.5,
    }),
  ).join('\n');

let place: Workplace;
let base: Record<string, string>;
beforeEach(async () => {
  place = await workplace();
  await writeFile(place.path('p.jsonl'), log(40));
  // A small benchmark, so that a build spends most of its time writing.
  await writeFile(place.path('policy.json'), '{"benchmark": {"calls": 1, "warmup": 0, "batchSizes": [1]}}');
  base = { NOW, PREDICTIONS_LOG: 'p.jsonl', POLICY_PATH: 'policy.json' };
});
afterEach(() => place.remove());

/** Starts a build and disturbs it shortly after it reports the start of a stage. */
function disturb(
  env: Readonly<Record<string, string>>,
  stage: string,
  delayMs: number,
  act: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended & { readonly signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, 'build'], {
      cwd: place.directory,
      env: {
        PATH: process.env['PATH'] ?? '',
        ARCHIVE_DIR: place.path('archive'),
        OUT_DIR: place.path('dist'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let acted = false;
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (acted || !stderr.includes(stage)) return;
      acted = true;
      setTimeout(() => act((signal) => child.kill(signal)), delayMs);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** A site is complete when every listed report is complete and the file written last exists. */
async function expectWhole(dist: string): Promise<readonly string[]> {
  const index = JSON.parse(await readFile(join(dist, 'reports/index.json'), 'utf8')) as {
    reports: { id: string }[];
  };
  const ids = index.reports.map((run) => run.id);
  for (const id of ids) {
    expect(existsSync(join(dist, `reports/${id}/index.html`)), id).toBe(true);
    expect(JSON.parse(await readFile(join(dist, `reports/${id}/report.json`), 'utf8'))).toMatchObject({ id });
  }
  for (const name of [
    'index.html',
    '404.html',
    'feed.xml',
    'sitemap.xml',
    'csv/reports.csv',
    'latest.json',
  ]) {
    expect(existsSync(join(dist, name)), name).toBe(true);
  }
  const latest = JSON.parse(await readFile(join(dist, 'latest.json'), 'utf8')) as { id: string };
  expect(existsSync(join(dist, `reports/${latest.id}/observations.json`))).toBe(true);
  return ids;
}

const KILLS = rounds(10, 20);
const STAGES = ['Finding inputs', 'Archiving', 'Rendering the site', 'Writing feeds', 'Publishing'];

test(`${KILLS} builds killed at any moment: the site is old or new and whole, the archive loses nothing`, async () => {
  expect((await place.build({ ...base, REPORT_ID: 'report-0' })).code).toBe(0);
  let archived = await filesOf(place.path('archive/reports'));
  let killed = 0;
  for (let i = 1; i <= KILLS; i++) {
    const stage = STAGES[i % STAGES.length] ?? '';
    // 0 to 1 s within the stage, not correlated with the stages.
    const delay = stage === 'Publishing' || stage === 'Archiving' ? (i * 7) % 60 : (i * 137) % 1_000;
    const ended = await disturb({ ...base, REPORT_ID: `report-${i}` }, stage, delay, (kill) =>
      kill('SIGKILL'),
    );
    if (ended.signal === 'SIGKILL') killed++;
    await restorePublished(place.path('dist'));
    const shown = await expectWhole(place.path('dist'));
    const now = await filesOf(place.path('archive/reports'));
    for (const [name, bytes] of archived) expect(now.get(name)?.equals(bytes), `${i}: ${name}`).toBe(true);
    const archive = openArchive(place.path('archive'));
    expect(archive.damaged()).toEqual([]);
    expect(archive.notes()).toEqual([]);
    expect(archive.list()).toEqual(expect.arrayContaining([...shown]));
    archived = new Map([...now].filter(([name]) => !name.startsWith('.')));
  }
  expect(killed).toBeGreaterThan(KILLS / 2);
  expect((await place.build({ ...base, REPORT_ID: 'last' })).code).toBe(0);
  const shown = await expectWhole(place.path('dist'));
  expect([...shown].sort()).toEqual([...openArchive(place.path('archive')).list()].sort());
}, 900_000);

test.each(['Reading predictions', 'Rendering the site'])(
  'interrupted while %s: exit code 130, the old site intact, nothing left behind',
  async (stage) => {
    expect((await place.build({ ...base, REPORT_ID: 'report-0' })).code).toBe(0);
    const before = await filesOf(place.path('dist'));
    const ended = await disturb({ ...base, REPORT_ID: 'report-1' }, stage, 0, (kill) => kill('SIGINT'));
    expect(ended.code).toBe(130);
    expect(ended.stderr).not.toMatch(/bug|\n\s+at /);
    expect(await filesOf(place.path('dist'))).toEqual(before);
    const left = (await readdir(place.directory)).filter((name) => name.startsWith('.'));
    expect(left).toEqual([]);
  },
);

test('two builds at once: both reports are archived, the site is one of them, whole', async () => {
  expect((await place.build({ ...base, REPORT_ID: 'first' })).code).toBe(0);
  const ended = await Promise.all(
    ['one', 'two', 'three'].map((id) => place.build({ ...base, REPORT_ID: id })),
  );
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
  expect([...openArchive(place.path('archive')).list()].sort()).toEqual(['first', 'one', 'three', 'two']);
  const shown = await expectWhole(place.path('dist'));
  expect(shown).toContain('first');
  expect((await readdir(place.directory)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a clock before the newest report: built and archived, and the newer report stays', async () => {
  expect((await place.build({ ...base, NOW: '2026-02-20T12:05:00Z' })).code).toBe(0);
  const ended = await place.build({ ...base, NOW: '2026-02-18T12:05:00Z' });
  expect(ended.code).toBe(0);
  expect(await expectWhole(place.path('dist'))).toEqual(['2026-02-20', '2026-02-18']);
  expect((await place.report()).generatedAt).toBe('2026-02-18T12:05:00Z');
});

test('without git, network and home: everything is built that does not need them', async () => {
  const env = { ...base, PATH: '/nowhere', HOME: '/nowhere', API_BASE_URL: 'http://api.invalid' };
  const ended = await place.build(env);
  expect(ended.code).toBe(0);
  const report = await place.report();
  expect(report.health.api).toMatchObject({ status: 'red' });
  expect(report.health.api.reason).toMatch(/host name/);
  await expectWhole(place.path('dist'));
});

test('1,000,000 rows of both logs with a heap of 256 MB', async () => {
  const ROWS = 1_000_000;
  const block = (write: (row: number) => object, start: number): string =>
    Array.from({ length: 10_000 }, (_, i) => `${JSON.stringify(write(start + i))}\n`).join('');
  const prediction = (row: number): object => ({
    timestamp: timeOf(row, ROWS),
    input: { industry: `Industry ${row % 12}`, quality: row % 30, employees: Math.sin(row) },
    score: ((row * 37) % 10_000) / 10_000,
    label: row % 3 === 0 ? 'engaged' : 'not_engaged',
    inference_ms: (row % 997) / 100,
  });
  const request = (row: number): object => ({
    timestamp: timeOf(row, ROWS),
    endpoint: '/predict',
    method: 'POST',
    status_code: row % 500 === 0 ? 500 : 200,
    response_ms: (row % 9_973) / 100,
  });
  for (let start = 0; start < ROWS; start += 10_000) {
    const flag = start === 0 ? 'w' : 'a';
    await writeFile(place.path('p.jsonl'), block(prediction, start), { flag });
    await writeFile(place.path('r.jsonl'), block(request, start), { flag });
  }
  const cells = Array.from(
    { length: 1_000 },
    (_, row) => `Industry ${row % 12},${row % 30},${Math.sin(row)}`,
  );
  await writeFile(place.path('reference.csv'), `industry,quality,employees\n${cells.join('\n')}\n`);
  const env = { ...base, API_REQUESTS_LOG: 'r.jsonl', REFERENCE_DATA_PATH: 'reference.csv' };
  const ended = await place.build({ ...env, NODE_OPTIONS: '--max-old-space-size=256' });
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  const { inputs, drift } = await place.report();
  expect(inputs.predictions).toMatchObject({ rows: ROWS, rejected: 0, inWindow: ROWS });
  expect(inputs.requests).toMatchObject({ rows: ROWS, rejected: 0 });
  expect(drift.features.map(({ name, status }) => [name, status])).toEqual(
    expect.arrayContaining(['industry', 'quality', 'employees'].map((name) => [name, 'stable'])),
  );
  await expectWhole(place.path('dist'));
});

test('a heap that is too small ends the build and leaves the old site, and the next build heals what it left', async () => {
  expect((await place.build({ ...base, REPORT_ID: 'report-0' })).code).toBe(0);
  const before = await filesOf(place.path('dist'));
  const ended = await place.build({
    ...base,
    REPORT_ID: 'report-1',
    NODE_OPTIONS: '--max-old-space-size=24',
  });
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).toMatch(/heap out of memory|heap limit/);
  expect(await filesOf(place.path('dist'))).toEqual(before);
  expect(openArchive(place.path('archive')).damaged()).toEqual([]);
  expect((await place.build({ ...base, REPORT_ID: 'report-2' })).code).toBe(0);
  expect(await expectWhole(place.path('dist'))).toEqual(expect.arrayContaining(['report-0', 'report-2']));
});

const why = tmpfsUnavailableReason();

describe.skipIf(why !== null)(`disks${why === null ? '' : ` (skipped: ${why})`}`, () => {
  const mount = (name: string, options: string): void => {
    mountTmpfs(place.path(name), options);
  };
  const remount = (name: string, options: string): void => {
    execFileSync('mount', ['-o', `remount,${options}`, place.path(name)]);
  };
  afterEach(() => {
    for (const name of ['disk', 'other']) {
      if (existsSync(place.path(name))) execFileSync('umount', [place.path(name)], { stdio: 'ignore' });
    }
  });
  beforeEach(async () => {
    await mkdir(place.path('disk'));
    await mkdir(place.path('other'));
    mount('other', 'size=1m');
  });

  const old = async (): Promise<Map<string, Buffer>> => {
    const built = await place.build({ ...base, OUT_DIR: place.path('disk/dist'), REPORT_ID: 'report-0' });
    expect(built.code).toBe(0);
    return filesOf(place.path('disk/dist'));
  };
  const failed = async (
    env: Record<string, string>,
    before: Map<string, Buffer>,
    said: RegExp,
  ): Promise<void> => {
    const ended = await place.build({ ...base, OUT_DIR: place.path('disk/dist'), ...env });
    expect(ended.stderr).toMatch(said);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(ended.code).toBe(2);
    expect(await filesOf(place.path('disk/dist'))).toEqual(before);
  };

  test('full while the site is written: the old site stays, with words', async () => {
    mount('disk', 'size=64m');
    const before = await old();
    const used = [...before.values()].reduce((sum, bytes) => sum + Math.ceil(bytes.length / 4096) * 4096, 0);
    await writeFile(place.path('disk/filler'), Buffer.alloc(64 * 2 ** 20 - 2 * used));
    await failed({ REPORT_ID: 'report-1' }, before, /OUT_DIR.*full/s);
    expect((await readdir(place.path('disk'))).sort()).toEqual(['dist', 'filler']);
    await rm(place.path('disk/filler'));
    expect((await place.build({ ...base, OUT_DIR: place.path('disk/dist') })).code).toBe(0);
  });

  test('read-only: the old site stays, with words', async () => {
    mount('disk', 'size=64m');
    const before = await old();
    remount('disk', 'ro');
    await failed({ REPORT_ID: 'report-1' }, before, /OUT_DIR.*nothing can be written/s);
    remount('disk', 'rw');
  });

  test('an archive that is full or read-only: nothing is published, nothing is lost', async () => {
    mount('disk', 'size=64m');
    const archive = { ARCHIVE_DIR: place.path('other/archive') };
    const built = await place.build({
      ...base,
      ...archive,
      OUT_DIR: place.path('disk/dist'),
      REPORT_ID: 'report-0',
    });
    expect(built.code).toBe(0);
    const before = await filesOf(place.path('disk/dist'));
    const kept = await filesOf(place.path('other/archive'));
    const free =
      2 ** 20 - [...kept.values()].reduce((sum, bytes) => sum + Math.ceil(bytes.length / 4096) * 4096, 0);
    await writeFile(place.path('other/filler'), Buffer.alloc(free - 8_192)).catch(() => undefined);
    await failed({ ...archive, REPORT_ID: 'report-1' }, before, /ARCHIVE_DIR.*ENOSPC/s);
    remount('other', 'ro');
    await failed({ ...archive, REPORT_ID: 'report-1' }, before, /ARCHIVE_DIR.*EROFS/s);
    remount('other', 'rw');
    await rm(place.path('other/filler'), { force: true });
    expect(await filesOf(place.path('other/archive'))).toEqual(kept);
  });
});
