import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withServer } from './support/browser.ts';
import type { Ended } from './support/run-build.ts';
import { sharedBrowser } from './support/shared-browser.ts';
import { withPage } from './support/site-helpers.ts';

/** The package as a user installs it: packed, in an empty directory, with its production dependencies alone. */

const project = fileURLToPath(new URL('..', import.meta.url));
let place: string;
let home: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'package-'));
  home = join(place, 'home');
  await mkdir(home);
});
afterAll(() => rm(place, { recursive: true, force: true }));

/** Runs a program with this Node first on the path, and nothing of the test's environment besides. */
function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH, HOME: process.env['HOME'], ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Packs a copy, because packing swaps the manifest, which other tests read meanwhile. */
async function pack(): Promise<string> {
  const copy = join(place, 'project');
  const parts = ['src', 'pages', 'public', 'scripts', 'data', 'package.json', 'tsconfig.json', 'README.md'];
  for (const part of parts) await cp(join(project, part), join(copy, part), { recursive: true });
  await symlink(join(project, 'node_modules'), join(copy, 'node_modules'));
  const before = await readFile(join(copy, 'package.json'), 'utf8');
  const packed = await run('npm', ['pack', '--pack-destination', place], copy);
  expect(packed, packed.stderr).toMatchObject({ code: 0 });
  expect(await readFile(join(copy, 'package.json'), 'utf8')).toBe(before);
  const [tarball = ''] = (await readdir(place)).filter((name) => name.endsWith('.tgz'));
  return join(place, tarball);
}

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** Logs of an API that knows none of this project's names. */
async function writeForeignLogs(): Promise<void> {
  const start = Date.parse('2026-02-14T00:00:00Z');
  const at = (i: number): string => new Date(start + i * 150_000).toISOString();
  const lines = (record: (i: number) => object): string =>
    Array.from({ length: 3_000 }, (_, i) => `${JSON.stringify(record(i))}\n`).join('');
  await mkdir(join(home, 'logs'));
  await writeFile(
    join(home, 'logs/scored.jsonl'),
    lines((i) => ({
      created_at: at(i),
      input_features: JSON.stringify({ industry: ['Banking', 'Software', 'Retail'][i % 3], seats: i % 40 }),
      predicted_score: ((i * 37) % 100) / 100,
      inference_time_ms: 0.5 + (i % 5) / 10,
      model_version: '0.3.0',
    })),
  );
  await writeFile(
    join(home, 'logs/calls.jsonl'),
    lines((i) => ({ ts: at(i), endpoint: '/predict', status: 200, duration_ms: 12 + (i % 9) })),
  );
  const reference = Array.from(
    { length: 400 },
    (_, i) => `${['Banking', 'Software', 'Retail'][i % 3]},${i % 40}`,
  );
  await writeFile(join(home, 'training.csv'), `industry,seats\n${reference.join('\n')}\n`);
}

test('packs, installs into an empty directory, and makes a site of foreign logs', async (context) => {
  const tarball = await pack();
  const installed = await run(
    'npm',
    ['install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', tarball],
    home,
  );
  if (installed.code !== 0 && NO_NETWORK.test(installed.stderr)) {
    const reason = `no registry can be reached, and npm's cache does not hold everything: ${NO_NETWORK.exec(installed.stderr)}`;
    console.log(`skipped: ${reason}`);
    context.skip(reason);
  }
  expect(installed, installed.stderr).toMatchObject({ code: 0 });
  const names = await readdir(join(home, 'node_modules'));
  // Developers' tools, and what only few need, stay out.
  for (const name of ['vitest', 'typescript', 'onnxruntime-node', 'hive-driver'])
    expect(names).not.toContain(name);

  await writeForeignLogs();
  const env = {
    PREDICTIONS_LOG: 'logs/scored.jsonl',
    API_REQUESTS_LOG: 'logs/calls.jsonl',
    REFERENCE_DATA_PATH: 'training.csv',
    API_BASE_URL: 'http://127.0.0.1:9',
    NOW: '2026-02-20T12:05:00Z',
  };
  const monitor = (...args: string[]) => run('npx', ['lead-scoring-monitor', ...args], home, env);

  const init = await monitor('init', '--yes');
  expect(init, init.stderr).toMatchObject({ code: 0 });
  expect(init.stdout).toContain('Next: npx lead-scoring-monitor build');
  const check = await monitor('check', '--json');
  expect(check, check.stderr).toMatchObject({ code: 0 });
  const build = await monitor('build', '--quiet');
  expect(build, build.stderr).toMatchObject({ code: 0 });

  // Everything is in the user's directory.
  expect((await readdir(home)).sort()).toEqual(
    [
      ...['archive', 'data', 'dist', 'logs', 'node_modules', 'package-lock.json', 'package.json'],
      'training.csv',
    ].sort(),
  );
  const report = JSON.parse(await readFile(join(home, 'dist/latest.json'), 'utf8')) as {
    simulated: boolean;
    inputs: { predictions: { rows: number; rejected: number } };
    drift: { features: unknown[] };
  };
  expect(report.simulated).toBe(false);
  expect(report.inputs.predictions).toMatchObject({ rows: 3_000, rejected: 0 });
  expect(report.drift.features).toHaveLength(2);

  const browser = await sharedBrowser();
  try {
    await withServer(join(home, 'dist'), '/', async (url) => {
      await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
        for (const path of ['', 'drift/', 'health/']) {
          const answer = await page.goto(url + path);
          expect(answer?.status()).toBe(200);
          expect(await page.locator('h1').count()).toBe(1);
        }
        expect(problems).toEqual([]);
      });
    });
  } finally {
    await browser.close();
  }
});

describe('a Node that is too old is told in one line', () => {
  test('in the project, which needs a Node that runs TypeScript', async () => {
    const args = ['--no-experimental-strip-types', join(project, 'scripts/monitor.ts'), 'build'];
    expect(await run(process.execPath, args, place)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error (old-node): Node ${process.version} does not run TypeScript. The project brings Node 24: run npm ci, then npm run build, or npx node scripts/monitor.ts COMMAND.\n`,
    });
  });

  test('in the package, which runs on Node 22.12', async () => {
    const installed = join(place, 'installed');
    await mkdir(join(installed, 'lib'), { recursive: true });
    await mkdir(join(installed, 'scripts'));
    await cp(join(project, 'scripts/launch.mjs'), join(installed, 'scripts/launch.mjs'));
    await writeFile(join(installed, 'package.json'), '{ "type": "module" }');
    await writeFile(join(installed, 'lib/main.js'), "console.log('started')");
    const start = (version: string) => {
      const older = `Object.defineProperty(process, 'version', { value: '${version}' })`;
      const before = `data:text/javascript,${encodeURIComponent(older)}`;
      return run(process.execPath, ['--import', before, join(installed, 'scripts/launch.mjs')], place);
    };
    for (const old of ['v18.20.8', 'v20.19.0', 'v22.11.0']) {
      expect(await start(old)).toEqual({
        code: 2,
        stdout: '',
        stderr: `error (old-node): Node ${old} is too old: lead-scoring-monitor needs Node 22.12 or later.\n`,
      });
    }
    for (const fit of ['v22.12.0', 'v24.1.0'])
      expect(await start(fit)).toMatchObject({ code: 0, stdout: 'started\n' });
  });
});
