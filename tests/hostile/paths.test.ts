import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MARKER, markGenerated } from '../../src/pipeline/site-marker.ts';
import { filesOf } from '../support/hostile/site-files.ts';
import { NOW, timeOf } from '../support/hostile/worst-log.ts';
import { runCommand, type Workplace, workplace } from '../support/run-build.ts';

/** Every setting that names a file, with a path that is not one. */

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
  const rows = Array.from({ length: 20 }, (_, row) =>
    JSON.stringify({ timestamp: timeOf(row, 20), input: { q: row }, score: 0.5, label: 'engaged' }),
  );
  await writeFile(place.path('p.jsonl'), rows.join('\n'));
  await writeFile(place.path('o.csv'), 'date,engaged\n2026-02-19,1\n');
  await mkdir(place.path('directory'));
  await mkdir(place.path('dist'));
  await markGenerated(place.path('dist'));
  await writeFile(place.path('dist/index.html'), 'the old site');
  await symlink('loop', place.path('loop'));
  execFileSync('mkfifo', [place.path('pipe')]);
});
afterAll(() => place.remove());

const SETTINGS = [
  'PREDICTIONS_LOG',
  'API_REQUESTS_LOG',
  'REFERENCE_DATA_PATH',
  'OUTCOMES_PATH',
  'SHADOW_LOG',
  'POLICY_PATH',
  'OBSERVATIONS_PATH',
  'HEALTH_LOG',
] as const;
const WRONG = ['pipe', 'directory', 'loop', '/dev/zero'] as const;

test.each(SETTINGS.flatMap((setting) => WRONG.map((wrong) => [setting, wrong] as const)))(
  '%s as %s: an error that names it, and the old site',
  async (setting, wrong) => {
    const ended = await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl', [setting]: wrong });
    expect(ended.stderr).toMatch(new RegExp(`^error \\([a-z-]+\\): ${setting}`));
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect([2, 3]).toContain(ended.code);
    expect(await readFile(place.path('dist/index.html'), 'utf8')).toBe('the old site');
  },
  30_000,
);

test.each(WRONG)(
  'a model that is %s is no reason to end: its benchmark says why',
  async (wrong) => {
    const ended = await place.build({
      NOW,
      PREDICTIONS_LOG: 'p.jsonl',
      MODEL_PATH: wrong,
      OUT_DIR: place.path('models'),
    });
    if (wrong === 'loop')
      expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('MODEL_PATH')]);
    else expect([ended.code, ended.stderr]).toEqual([0, '']);
  },
  60_000,
);

test('the probe does not wait on a pipe either', async () => {
  const env = { HEALTH_LOG: 'pipe', API_BASE_URL: 'http://127.0.0.1:9' };
  const ended = await runCommand('probe', env, [], place.directory);
  expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('HEALTH_LOG: ')]);
}, 30_000);

/** Permission checks need a user other than root; as root the build runs under another user id. */
test('an unreadable file is named, with its remedy', async () => {
  const isRoot = process.getuid?.() === 0;
  await writeFile(place.path('secret.jsonl'), 'x');
  await chmod(place.path('secret.jsonl'), 0);
  if (!isRoot) {
    const ended = await place.build({ NOW, PREDICTIONS_LOG: 'secret.jsonl' });
    expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining('permission denied')]);
    return;
  }
  await chmod(place.directory, 0o755);
  const nobody = 65_534;
  const module = new URL('../../src/ingest/sources/log-files.ts', import.meta.url).href;
  const code = `process.setgid(${nobody}); process.setuid(${nobody});
    const setting = { variable: 'PREDICTIONS_LOG', value: 'secret.jsonl', fallback: '' };
    await resolveLog(setting, ${JSON.stringify(place.directory)}).then(
      () => console.log('it was read'), (error) => console.log(error.exitCode, error.message));`;
  const script = `import { resolveLog } from ${JSON.stringify(module)};\n${code}`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script]).toString();
  expect(said).toMatch(/^3 PREDICTIONS_LOG: .*permission denied/);
});

test.each([
  ['the archive in the site', { OUT_DIR: '.', ARCHIVE_DIR: 'archive' }],
  ['the archive in a directory above', { OUT_DIR: 'all', ARCHIVE_DIR: 'all/archive' }],
  ['the archive as the site', { OUT_DIR: 'archive' }],
  ['the archive as the site, by a link', { OUT_DIR: 'link' }],
  ['a log in the site', { OUT_DIR: 'all', PREDICTIONS_LOG: 'all/p.jsonl' }],
  ['a log in the site, by a link', { OUT_DIR: 'all', PREDICTIONS_LOG: 'links' }],
  ['a foreign site', { OUT_DIR: 'foreign' }],
])(
  '%s: exit code 2, and every file is where it was',
  async (_, env) => {
    const other = await workplace();
    try {
      for (const name of ['archive/reports', 'all/archive/reports', 'foreign', 'links']) {
        await mkdir(other.path(name), { recursive: true });
      }
      const rows = await readFile(place.path('p.jsonl'));
      for (const name of ['p.jsonl', 'all/p.jsonl', 'foreign/index.html']) {
        await writeFile(other.path(name), rows);
      }
      await writeFile(other.path('archive/reports/2026-02-19.json'), 'kept');
      await symlink('archive', other.path('link'));
      await symlink('../all/p.jsonl', other.path('links/p.jsonl'));
      const before = await filesOf(other.directory);
      const ended = await other.build({ NOW, PREDICTIONS_LOG: 'p.jsonl', ARCHIVE_DIR: 'archive', ...env });
      expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(/^error \([a-z-]+\): .*OUT_DIR/)]);
      expect(await filesOf(other.directory)).toEqual(before);
    } finally {
      await other.remove();
    }
  },
  30_000,
);

test('a site of a version that set no marker is replaced, and marked', async () => {
  const other = await workplace();
  // What those versions did not write yet.
  const asBefore = async (): Promise<void> => {
    for (const name of [MARKER, 'embed', 'favicon.ico', 'icon.png', 'search.json'])
      await rm(other.path(`dist/${name}`), { recursive: true });
  };
  try {
    await writeFile(other.path('p.jsonl'), await readFile(place.path('p.jsonl')));
    expect((await other.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' })).code).toBe(0);
    await asBefore();
    const again = await other.build({ NOW: '2026-02-21T12:00:00Z', PREDICTIONS_LOG: 'p.jsonl' });
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect((await other.report()).id).toBe('2026-02-21');
    await asBefore();
    await writeFile(other.path('dist/notes.txt'), 'mine');
    expect((await other.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' })).code).toBe(2);
    expect(await readFile(other.path('dist/notes.txt'), 'utf8')).toBe('mine');
  } finally {
    await other.remove();
  }
}, 60_000);
