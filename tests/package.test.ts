import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../src/report/schema/report.ts';
import { withServer } from './support/browser.ts';
import { casesPath } from './support/cases.ts';
import { startPostgres } from './support/postgres-server.ts';
import { copyProject } from './support/project-copy.ts';
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

/** Packs a copy, because packing swaps the manifest. */
async function pack(): Promise<string> {
  const copy = join(place, 'project');
  await copyProject(copy);
  const before = await readFile(join(copy, 'package.json'), 'utf8');
  const packed = await run('npm', ['pack', '--pack-destination', place], copy);
  expect(packed, packed.stderr).toMatchObject({ code: 0 });
  expect(await readFile(join(copy, 'package.json'), 'utf8')).toBe(before);
  const [tarball = ''] = (await readdir(place)).filter((name) => name.endsWith('.tgz'));
  return join(place, tarball);
}

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** Rows of an API that knows none of this project's names. */
const ROWS = 3_000;
const at = (i: number): string => new Date(Date.parse('2026-02-14T00:00:00Z') + i * 150_000).toISOString();
const INDUSTRIES = ['Banking', 'Software', 'Retail'];
const scored = (i: number) => ({
  created_at: at(i),
  input_features: JSON.stringify({ industry: INDUSTRIES[i % 3], seats: i % 40 }),
  predicted_score: ((i * 37) % 100) / 100,
  inference_time_ms: 0.5 + (i % 5) / 10,
  model_version: '0.3.0',
});
/** One in 100 fails. */
const called = (i: number) => ({
  created_at: at(i),
  endpoint: '/predict',
  status_code: i % 100 === 0 ? 500 : 200,
  response_time_ms: 12 + (i % 9),
});
const rows = <T>(record: (i: number) => T): T[] => Array.from({ length: ROWS }, (_, i) => record(i));

async function writeReference(directory: string): Promise<void> {
  const reference = Array.from({ length: 400 }, (_, i) => `${INDUSTRIES[i % 3]},${i % 40}\n`);
  await writeFile(join(directory, 'training.csv'), `industry,seats\n${reference.join('')}`);
}

/** The two tables of such an API's migrations, with those rows. */
function tables(): string {
  const values = (record: (i: number) => object): string =>
    rows(record)
      .map((row) => `(${Object.values(row).map((value) => `'${value}'`)})`)
      .join(',');
  return `
    create table prediction_logs (id serial primary key, created_at timestamptz, input_features json,
      predicted_score double precision, inference_time_ms double precision, model_version text);
    create table api_metrics (id serial primary key, created_at timestamptz, endpoint text, status_code int,
      response_time_ms double precision);
    insert into prediction_logs (${Object.keys(scored(0))}) values ${values(scored)};
    insert into api_metrics (${Object.keys(called(0))}) values ${values(called)};
  `;
}

describe('the package, installed into an empty directory with production dependencies alone', () => {
  let unreachable: string | null = null;
  beforeAll(async () => {
    const quietly = ['--prefer-offline', '--no-audit', '--no-fund'];
    const args = ['install', '--omit=dev', '--ignore-scripts', ...quietly, await pack()];
    const installed = await run('npm', args, home);
    unreachable = NO_NETWORK.exec(installed.stderr)?.[0] ?? null;
    if (installed.code === 0) unreachable = null;
    // The README's way, of which npm has nothing to warn.
    if (unreachable === null) expect(installed, installed.stderr).toMatchObject({ code: 0, stderr: '' });
  });
  beforeEach((context) => {
    if (unreachable === null) return;
    const reason = `no registry can be reached, and npm's cache does not hold everything: ${unreachable}`;
    console.log(`skipped: ${reason}`);
    context.skip(reason);
  });

  /** Runs `init`, `check` and `build` as a user does, and returns the report and all that was printed. */
  async function makeSite(
    directory: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<{ report: Report; printed: string }> {
    const env = { API_BASE_URL: 'http://127.0.0.1:9', NOW: '2026-02-20T12:05:00Z', ...inputs };
    const init = await run('npx', ['lead-scoring-monitor', 'init', '--yes'], directory, env);
    expect(init, init.stderr).toMatchObject({ code: 0 });
    expect(init.stdout).toContain('Next: npx lead-scoring-monitor build');
    // What npx starts, without its half second.
    const program = join(home, 'node_modules/.bin/lead-scoring-monitor');
    const check = await run(program, ['check'], directory, env);
    expect(check, check.stderr).toMatchObject({ code: 0 });
    const build = await run(program, ['build'], directory, env);
    expect(build, build.stderr).toMatchObject({ code: 0 });
    const report = JSON.parse(await readFile(join(directory, 'dist/latest.json'), 'utf8')) as Report;
    expect(report.simulated).toBe(false);
    await openSite(join(directory, 'dist'), report.verdict.headline);
    const printed = [init, check, build].map(({ stdout, stderr }) => stdout + stderr).join('\n');
    return { report, printed };
  }

  async function openSite(dist: string, headline: string): Promise<void> {
    const browser = await sharedBrowser();
    try {
      await withServer(dist, '/', async (url) => {
        await withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page, problems) => {
          for (const path of ['', 'drift/', 'health/']) {
            const answer = await page.goto(url + path);
            expect(answer?.status()).toBe(200);
            expect(await page.locator('h1').count()).toBe(1);
            const words = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
            if (path === '') expect(words).toContain(headline.replaceAll(/\s+/g, ' '));
          }
          expect(problems).toEqual([]);
        });
      });
    } finally {
      await browser.close();
    }
  }

  test('leaves out developers’ tools, and what few need', async () => {
    const names = await readdir(join(home, 'node_modules'));
    for (const name of ['vitest', 'typescript', 'onnxruntime-node', 'hive-driver'])
      expect(names).not.toContain(name);
  });

  test('makes a site of logs with foreign names, all of it in the directory of its user', async () => {
    const directory = join(home, 'files');
    await mkdir(join(directory, 'logs'), { recursive: true });
    const write = (name: string, record: (i: number) => object) =>
      writeFile(
        join(directory, name),
        rows(record)
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(''),
      );
    await write('logs/scored.jsonl', scored);
    await write('logs/calls.jsonl', (i) => ({
      ts: Date.parse(at(i)) / 1000,
      endpoint: '/predict',
      status: 200,
      duration_ms: 12 + (i % 9),
    }));
    await writeReference(directory);
    const { report, printed } = await makeSite(directory, {
      PREDICTIONS_LOG: 'logs/scored.jsonl',
      API_REQUESTS_LOG: 'logs/calls.jsonl',
      REFERENCE_DATA_PATH: 'training.csv',
    });
    expect((await readdir(directory)).toSorted()).toEqual([
      'archive',
      'data',
      'dist',
      'logs',
      'training.csv',
    ]);
    expect((await readdir(home)).toSorted()).toEqual([
      'files',
      'node_modules',
      'package-lock.json',
      'package.json',
    ]);
    expect(report.inputs).toMatchObject({
      predictions: { rows: ROWS, rejected: 0 },
      requests: { rows: ROWS, rejected: 0 },
    });
    expect(report.drift.features.map(({ name }) => name).toSorted()).toEqual(['industry', 'seats']);
    expect(printed).toContain('`created_at`');
  });

  test('makes a site of tables in Postgres, without naming the server or its password', async () => {
    const password = 'hush-hush';
    const server = await startPostgres(password);
    try {
      await server.exec(tables());
      const directory = join(home, 'postgres');
      await mkdir(directory);
      await writeReference(directory);
      const address = (table: string): string => server.url(`table=${table}`).replace(`:${password}@`, '@');
      const { report, printed } = await makeSite(directory, {
        PREDICTIONS_LOG: address('prediction_logs'),
        API_REQUESTS_LOG: address('api_metrics'),
        REFERENCE_DATA_PATH: 'training.csv',
        PGPASSWORD: password,
      });
      expect(report.inputs).toMatchObject({
        predictions: { rows: ROWS, rejected: 0 },
        requests: { rows: ROWS, rejected: 0 },
      });
      expect(report.health.successRate.value).toBeCloseTo(0.99, 6);
      expect(report.drift.features.map(({ name }) => name).toSorted()).toEqual(['industry', 'seats']);
      const site = await readFile(join(directory, 'dist/latest.json'), 'utf8');
      for (const secret of [password, `127.0.0.1:${server.port}`]) {
        expect(site).not.toContain(secret);
        expect(printed).not.toContain(secret);
      }
    } finally {
      await server.close();
    }
  });

  const steady = casesPath('steady');
  test('makes a site of the logs of the real API', async (context) => {
    if (steady === null) {
      const reason = '../shared/cases is not on this machine';
      console.log(`skipped: ${reason}`);
      context.skip(reason);
    }
    const directory = join(home, 'real');
    await mkdir(directory);
    const { report } = await makeSite(directory, {
      PREDICTIONS_LOG: `${steady}/predictions.jsonl`,
      API_REQUESTS_LOG: `${steady}/api_requests.jsonl`,
      REFERENCE_DATA_PATH: casesPath('reference/leads_raw.csv') ?? '',
    });
    // 1,328 requests, of which eight failed; the leads were drawn from the reference.
    expect(report.inputs).toMatchObject({ predictions: { rows: 1_200 }, requests: { rows: 1_328 } });
    expect(report.health.successRate.value).toBeCloseTo(1_320 / 1_328, 3);
    expect(report.drift.features.filter(({ status }) => status === 'drifted')).toEqual([]);
  });
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
