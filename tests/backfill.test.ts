import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArchive } from '../src/archive/archive.ts';
import { makeReports } from '../src/pipeline/backfill/make-reports.ts';
import { keepReport } from '../src/pipeline/build-site.ts';
import { computeReport } from '../src/pipeline/compute-report.ts';
import { previousReports } from '../src/pipeline/previous-report.ts';
import type { Report } from '../src/report/schema/report.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { silentReporter } from '../src/settings/reporter.ts';
import { readSettings } from '../src/settings/settings.ts';
import { randomFrom } from './support/fixtures/random.ts';
import { type Ended, runCommand } from './support/run-build.ts';

const DAY_MS = 86_400_000;
const DAYS = ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'];
const TIMES = DAYS.map((day) => Date.parse(`${day}T00:00:00Z`));
const FIRST_ROW = Date.parse('2026-02-10T00:00:00Z');

let directory: string;
let env: Readonly<Record<string, string>>;
const path = (name: string): string => join(directory, name);

const policy = policySchema.parse({
  outcomes: { maturityDays: 1, keyColumn: 'lead_id' },
  performance: { baselineOutcomes: 100 },
  privacy: { k: 5 },
});

/** Rows of nine days: a feature drifts, the API slows down, a path that strangers ask for is deployed, some rows are bad. */
async function writeInputs(): Promise<void> {
  const random = randomFrom(5);
  const predictions: string[] = [];
  const requests: string[] = [];
  const outcomes = ['date,engaged,lead_id'];
  for (let time = FIRST_ROW, i = 0; time < FIRST_ROW + 9.5 * DAY_MS; time += DAY_MS / 50, i++) {
    const timestamp = new Date(time).toISOString();
    const day = (time - FIRST_ROW) / DAY_MS;
    const score = Math.round(random() * 1000) / 1000;
    predictions.push(
      JSON.stringify({
        timestamp,
        input: {
          lead_id: `lead-${i}`,
          size: random() * 10 + (day > 6 ? 4 : 0),
          city: day > 7 ? 'Bern' : 'Rome',
        },
        score,
        label: score > 0.5 ? 'engaged' : 'not_engaged',
        inference_ms: day > 7.5 ? 80 : 0.5,
        model_version: day > 8 ? '2' : '1',
      }),
      ...(i % 90 === 7 ? [`{"timestamp": "${timestamp}", "score": 2`] : []),
    );
    const path = i % 10 === 0 ? '/new' : '/predict';
    const status = path === '/new' && day < 7.5 ? 404 : i % 17 === 0 ? 500 : 200;
    requests.push(
      JSON.stringify({ timestamp, endpoint: path, method: 'POST', status_code: status, response_ms: 4 }),
    );
    outcomes.push(`${timestamp.slice(0, 10)},${random() < score ? 1 : 0},lead-${i}`);
  }
  const reference = Array.from({ length: 300 }, () => `${random() * 10},${random() < 0.3 ? 'Bern' : 'Rome'}`);
  const probes = [8.2, 8.4]
    .map((day) => FIRST_ROW + day * DAY_MS)
    .map((time) => new Date(time).toISOString());
  const lines = (rows: readonly string[]): string => `${rows.join('\n')}\n`;
  await mkdir(path('input'));
  await writeFile(path('input/predictions.jsonl'), lines(predictions));
  await writeFile(path('input/requests.jsonl'), lines(requests));
  await writeFile(path('outcomes.csv'), lines(outcomes));
  await writeFile(path('reference.csv'), lines(['size,city', ...reference]));
  await writeFile(
    path('policy.json'),
    JSON.stringify({
      outcomes: { maturityDays: 1, keyColumn: 'lead_id' },
      performance: { baselineOutcomes: 100 },
      privacy: { k: 5 },
    }),
  );
  await writeFile(
    path('health.jsonl'),
    lines(
      probes.map((timestamp) =>
        JSON.stringify({
          timestamp,
          endpoint: '/health',
          method: 'GET',
          status_code: 503,
          response_ms: 4,
          ok: false,
          error: null,
        }),
      ),
    ),
  );
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'backfill-'));
  await writeInputs();
  env = {
    PREDICTIONS_LOG: path('input/predictions.jsonl'),
    API_REQUESTS_LOG: path('input/requests.jsonl'),
    REFERENCE_DATA_PATH: path('reference.csv'),
    OUTCOMES_PATH: path('outcomes.csv'),
    HEALTH_LOG: path('health.jsonl'),
    POLICY_PATH: path('policy.json'),
    OUT_DIR: path('dist'),
    NOW: '2026-02-20T12:05:00Z',
  };
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const settingsFor = (archive: string, more: Readonly<Record<string, string>> = {}) =>
  readSettings({ ...env, ARCHIVE_DIR: path(archive), ...more }, directory, Date.now);

const scratch = (): Promise<string> => mkdtemp(join(directory, 'scratch-'));

/** Stages that were reported, of all calls. */
const stages: string[] = [];

/** Makes the reports of times as the command does; aborted after so many. */
async function makeInto(name: string, times: readonly number[], abortAfter = Infinity): Promise<Report[]> {
  const settings = settingsFor(name);
  const stopping = new AbortController();
  const reporter = {
    ...silentReporter,
    stage: (name: string) => void stages.push(name),
    progress: (done: number, _: number | null, unit: string) => {
      if (unit === 'reports' && done >= abortAfter) stopping.abort();
    },
  };
  const made: Report[] = [];
  const options = { settings, policy, reporter, signal: stopping.signal, times, clock: () => TIMES[0] ?? 0 };
  await makeReports(options, openArchive(settings.archiveDir), await scratch(), made).catch(
    (error: unknown) => {
      if (!stopping.signal.aborted) throw error;
    },
  );
  return made;
}

/** Every file of an archive but the cache of its figures, by name. */
async function filesOf(archive: string): Promise<Record<string, string>> {
  const names = await readdir(path(archive), { recursive: true });
  const files = names.filter((name) => name.endsWith('.json') && name !== 'index.json').sort();
  return Object.fromEntries(
    await Promise.all(files.map(async (name) => [name, await readFile(path(join(archive, name)), 'utf8')])),
  ) as Record<string, string>;
}

describe('reports of past days', () => {
  let made: Report[];
  beforeAll(async () => {
    made = await makeInto('archive', TIMES);
  }, 60_000);

  test('equal, field by field, what a build of that time gives with the same observations', async () => {
    for (const [i, day] of DAYS.entries()) {
      const settings = settingsFor('built', {
        NOW: `${day}T00:00:00Z`,
        OBSERVATIONS_PATH: path(`archive/observations/${day}.json`),
      });
      const computed = await computeReport({
        settings,
        policy,
        reporter: silentReporter,
        clock: Date.now,
        signal: new AbortController().signal,
        observed: () => undefined,
        scratch: await scratch(),
        referenceOnly: false,
        earlier: previousReports(openArchive(settings.archiveDir), settings.now),
      });
      expect(made[i]).toEqual(keepReport(openArchive(settings.archiveDir), computed, false));
    }
    expect(await filesOf('archive')).toEqual(await filesOf('built'));
    expect(Object.keys(await filesOf('archive'))).toContainEqual(expect.stringMatching(/^baselines\//));
  }, 60_000);

  test('are made of logs that are read once, however many they are', async () => {
    stages.length = 0;
    await makeInto('counted', TIMES.slice(0, 2));
    expect(stages.filter((stage) => stage.startsWith('Reading '))).toEqual([
      'Reading predictions',
      'Reading requests',
    ]);
  }, 60_000);

  test('know their own time alone', () => {
    expect(made.map(({ id }) => id)).toEqual(DAYS);
    expect(made.map(({ inputs }) => inputs.predictions.last)).toEqual(
      DAYS.map((day) => `${day}T00:00:00.000Z`.replace('.000Z', 'Z')),
    );
    // Nobody had deployed /new before 17 February, noon: until then it is a scanner's.
    expect(made.map(({ health }) => (health.lastDay?.scanners ?? 0) > 0)).toEqual([true, true, false, false]);
    expect(made.map(({ inputs }) => inputs.predictions.afterNow)).toEqual([174, 124, 74, 24]);
  });

  test('say since when, over the reports before them', () => {
    const slow = made.map(({ alerts }) => alerts.find(({ id }) => id === 'slow-inference'));
    expect(slow.map((alert) => alert?.since ?? null)).toEqual([
      null,
      null,
      { report: '2026-02-18', reports: 1, days: 0 },
      { report: '2026-02-18', reports: 2, days: 1 },
    ]);
  });

  test('hold nothing that was asked afterwards', async () => {
    for (const { health, model, benchmark } of made) {
      expect(health.api).toMatchObject({ status: 'unknown', url: null, attempts: [] });
      expect([health.api.reason, model.registry.reason, benchmark.reason]).toEqual(
        Array.from({ length: 3 }, () =>
          expect.stringMatching(/not observed: the report was made afterwards/i),
        ),
      );
    }
    const observed = await Promise.all(
      DAYS.map(async (day) => JSON.parse(await readFile(path(`archive/observations/${day}.json`), 'utf8'))),
    );
    // The probe's log is of that time.
    expect(observed.map(({ healthLog }) => healthLog.length)).toEqual([0, 0, 0, 2]);
  });

  test('stay when it is interrupted, and the next call makes the others', async () => {
    expect(await makeInto('interrupted', TIMES, 2)).toHaveLength(2);
    expect(await makeInto('interrupted', TIMES.slice(2))).toHaveLength(2);
    expect(await filesOf('interrupted')).toEqual(await filesOf('archive'));
  }, 60_000);
});

describe('the command', () => {
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runCommand('backfill', { ...env, ARCHIVE_DIR: path('commanded'), ...more }, args, directory);

  test('makes what is missing, leaves the rest alone, asks nobody, and builds the site once', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const live = { API_BASE_URL: url, MLFLOW_TRACKING_URI: url };
    const range = ['--from', '2026-02-17', '--to', '2026-02-18', '--json', '--quiet'];
    const first = await run(range, live);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({
      made: [{ id: '2026-02-17' }, { id: '2026-02-18' }],
      kept: [],
      newest: '2026-02-18',
      runs: 2,
    });
    const before = await filesOf('commanded');
    await appendFile(path('input/requests.jsonl'), '\n');
    const second = await run(['--from', '2026-02-16', '--to', '2026-02-19', '--every', '1d'], live);
    expect(second.code, second.stderr).toBe(0);
    expect(second.stdout).toContain('kept as archived: 2026-02-17, 2026-02-18');
    expect(second.stdout).toContain('2 reports made, 2 kept, 4 archived');
    expect(await filesOf('commanded')).toMatchObject(before);
    expect(asked).toBe(0);
    server.close();
    for (const day of DAYS) {
      expect(await readFile(path(`dist/reports/${day}/index.html`), 'utf8')).toContain(day);
    }
    expect(JSON.parse(await readFile(path('dist/latest.json'), 'utf8'))).toMatchObject({ id: '2026-02-19' });
  }, 120_000);

  test.each<[string[], Record<string, string>, RegExp]>([
    [[], {}, /bad-flag.*--from DATE is needed/],
    [['--from', 'soon'], {}, /bad-flag.*--from must be a date/],
    [['--from', '2026-02-18', '--to', '2026-02-17'], {}, /bad-flag.*later than --to/],
    [['--from', '2026-02-18', '--to', '2026-03-17'], {}, /bad-flag.*in the future/],
    [['--from', '2026-02-18'], { REPORT_ID: 'mine' }, /bad-setting.*REPORT_ID is of one report/],
    [
      ['--from', '2026-02-18'],
      { OBSERVATIONS_PATH: 'x.json' },
      /bad-setting.*OBSERVATIONS_PATH is of one report/,
    ],
    [
      ['--from', '2026-02-18'],
      { PREDICTIONS_LOG: '', API_REQUESTS_LOG: '' },
      /no-log.*no report is simulated/,
    ],
  ])('%j with %j ends with exit code 2 and no archive', async (args, more, message) => {
    const ended = await run(args, { ...more, ARCHIVE_DIR: path('none') });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    await expect(readdir(path('none'))).rejects.toThrow();
  });
});
