import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Report } from '../src/report/schema/report.ts';
import { type PostgresServer, startPostgres } from './support/postgres-server.ts';
import { type Ended, runCommand, type Workplace, workplace } from './support/run-build.ts';

const NOW = '2026-02-20T12:05:00Z';
const PASSWORD = 'k3y@of/the:house';

let server: PostgresServer;
let place: Workplace;

beforeAll(async () => {
  server = await startPostgres(PASSWORD);
  await server.exec(tables());
});
afterAll(() => server.close());
beforeEach(async () => {
  place = await workplace();
  return place.remove;
});

interface Row {
  readonly created_at: string | null;
  readonly [column: string]: unknown;
}

const START = Date.parse('2026-01-10T00:00:00Z');
const QUARTER_HOUR = 15 * 60_000;
/** A time as Postgres writes it in JSON. */
const at = (i: number): string => `${new Date(START + i * QUARTER_HOUR).toISOString().slice(0, 19)}+00:00`;

/** Six weeks of predictions under the names of an API's migrations, with what a log can have of bad rows. */
const PREDICTIONS: readonly Row[] = Array.from({ length: 4_000 }, (_, i) => ({
  id: i + 1,
  created_at: i % 900 === 11 ? null : at(i),
  input_features: {
    lead_id: `lead ${i % 900}`,
    industry: ['Banking', 'Software', "Crédit d'État"][i % 3],
    seats: i % 40,
  },
  predicted_score: i % 500 === 7 ? null : i % 700 === 3 ? 1.5 : ((i * 37) % 101) / 101,
  inference_time_ms: 0.5 + (i % 7) / 10,
  model_version: '0.3.0',
}));
const CALLS: readonly Row[] = Array.from({ length: 4_000 }, (_, i) => ({
  id: i + 1,
  created_at: at(i),
  endpoint: '/predict',
  status_code: i % 90 === 0 ? 500 : 200,
  response_time_ms: 10 + (i % 13),
}));
const OUTCOMES = Array.from({ length: 600 }, (_, i) => ({
  date: at(i * 4).slice(0, 10),
  lead_id: `lead ${i}`,
  engaged: i % 3 === 0 ? 1 : 0,
}));

function tables(): string {
  const text = (value: unknown): string =>
    value === null
      ? 'null'
      : `'${(typeof value === 'object' ? JSON.stringify(value) : String(value)).replaceAll("'", "''")}'`;
  const insert = (table: string, rows: readonly object[]): string =>
    `insert into ${table} values ${rows.map((row) => `(${Object.values(row).map(text).join(', ')})`).join(', ')};`;
  // Not in the order of their times, as a table need not be.
  const shuffled = PREDICTIONS.toSorted(
    (a, b) => ((Number(a['id']) * 7919) % 4_001) - ((Number(b['id']) * 7919) % 4_001),
  );
  return `
    create table prediction_logs (id serial primary key, created_at timestamptz, input_features json,
      predicted_score double precision, inference_time_ms double precision, model_version text);
    create schema api;
    create table api.api_metrics (id serial primary key, created_at timestamp, endpoint text, status_code int,
      response_time_ms double precision);
    create table outcomes (date date, lead_id text, engaged int);
    ${insert('prediction_logs', shuffled)}
    ${insert('api.api_metrics', CALLS)}
    ${insert('outcomes', OUTCOMES)}
  `;
}

async function writeLog(name: string, rows: readonly object[]): Promise<void> {
  await writeFile(place.path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** The published report but for the names of its sources, and the hash of its inputs. */
async function publishedReport(): Promise<{ text: string; report: Report }> {
  const report = await place.report();
  const text = JSON.stringify({ ...report, archive: null });
  return { text: text.replaceAll(/Postgres query|outcomes\.csv/g, 'SOURCE'), report };
}

/** Nothing is asked of the world, whose answers differ from one build to the next. */
const OBSERVATIONS_PATH = fileURLToPath(
  new URL('../scripts/dev/bench/no-observations.json', import.meta.url),
);

const FROM_TABLES = () => ({
  NOW,
  OBSERVATIONS_PATH,
  PREDICTIONS_LOG: server.url('table=prediction_logs'),
  API_REQUESTS_LOG: server.url('table=api.api_metrics'),
});
const FROM_FILES = {
  NOW,
  OBSERVATIONS_PATH,
  PREDICTIONS_LOG: 'predictions.jsonl',
  API_REQUESTS_LOG: 'requests.jsonl',
};

const succeeded = (ended: Ended): void => expect(ended, ended.stderr).toMatchObject({ code: 0 });

test('a report from tables is that of files with the rows of its window, byte for byte but for names', async () => {
  succeeded(await place.build(FROM_TABLES(), []));
  const { text, report } = await publishedReport();
  const start = '2026-02-13T00:00:00';
  const inWindow = (rows: readonly Row[]): Row[] =>
    rows
      .filter((row) => row.created_at === null || row.created_at >= start)
      .toSorted((a, b) => Number(a.created_at === null) - Number(b.created_at === null));
  expect(report.inputs.predictions.rows).toBe(inWindow(PREDICTIONS).length);
  expect(report.inputs.predictions.rejected).toBeGreaterThan(0);
  await place.remove();
  place = await workplace();
  await writeLog('predictions.jsonl', inWindow(PREDICTIONS));
  await writeLog('requests.jsonl', inWindow(CALLS));
  succeeded(await place.build(FROM_FILES));
  expect((await publishedReport()).text).toBe(text);
});

test('with outcomes from a table, too, every row is read, and the report is that of files', async () => {
  const outcomes = { OUTCOMES_PATH: server.url('query=select * from outcomes;') };
  succeeded(await place.build({ ...FROM_TABLES(), ...outcomes }));
  const { text, report } = await publishedReport();
  expect(report.inputs.predictions.rows).toBe(PREDICTIONS.length);
  expect(text).toContain('"lead_id"');
  await place.remove();
  place = await workplace();
  await writeLog(
    'predictions.jsonl',
    PREDICTIONS.toSorted((a, b) => Number(a.created_at === null) - Number(b.created_at === null)),
  );
  await writeLog('requests.jsonl', CALLS);
  const csv = OUTCOMES.map((row) => `${Object.values(row).join(',')}\n`).join('');
  await writeFile(place.path('outcomes.csv'), `date,lead_id,engaged\n${csv}`);
  succeeded(await place.build({ ...FROM_FILES, OUTCOMES_PATH: 'outcomes.csv' }));
  expect((await publishedReport()).text).toBe(text);
});

test('an old table is read back to its newest days; check and init understand it as a build does', async () => {
  const env = { ...FROM_TABLES(), NOW: '2026-06-01T00:00:00Z' };
  const run = (command: string, args: readonly string[]): Promise<Ended> =>
    runCommand(command, env, args, place.directory);
  const check = await run('check', ['--json', '--quiet']);
  succeeded(check);
  const { predictions } = JSON.parse(check.stdout) as { predictions: { rows: number; last: string } };
  expect(predictions.rows).toBeGreaterThan(600);
  expect(predictions.rows).toBeLessThan(900);
  expect(predictions.last).toMatch(/^2026-02-20T15:45/);
  succeeded(await run('init', ['--quiet']));
});

test('nothing is left behind, and the password is printed nowhere', async () => {
  const scratch = place.path('scratch');
  await mkdir(scratch);
  const TMPDIR = scratch;
  const help = await runCommand('build', { TMPDIR, ...FROM_TABLES() }, ['--help']);
  const wrong = await place.build({
    NOW,
    TMPDIR,
    PREDICTIONS_LOG: server.url('table=prediction_logs').replace('k3y', 'k4y'),
  });
  const missing = await place.build({ NOW, TMPDIR, PREDICTIONS_LOG: server.url('table=nothing') }, [
    '--verbose',
  ]);
  const misplaced = await place.build({ NOW, REFERENCE_DATA_PATH: server.url('table=reference') });
  expect([help.code, wrong.code, missing.code, misplaced.code]).toEqual([0, 2, 2, 2]);
  expect(wrong.stderr).toContain('database-login');
  expect(missing.stderr).toContain('Postgres table nothing: relation "nothing" does not exist. Check table=');
  for (const { stdout, stderr } of [help, wrong, missing, misplaced]) {
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'k4y', 'the:house', 'the%3Ahouse'])
      expect(`${stdout}${stderr}`).not.toContain(secret);
  }
  expect(await readdir(scratch)).toEqual([]);
});

test('the password may come from PGPASSWORD', async () => {
  const PREDICTIONS_LOG = server.url('table=prediction_logs').replace(/:[^:@]*@/, '@');
  expect(PREDICTIONS_LOG).not.toContain(encodeURIComponent(PASSWORD));
  succeeded(
    await runCommand('check', { NOW, PREDICTIONS_LOG, PGPASSWORD: PASSWORD }, ['--quiet'], place.directory),
  );
});

test.each([
  ['query=insert into outcomes values (null, null, 1)', 2, 'database-query'],
  ['table=outcomes&sslmode=require', 2, 'offers no TLS'],
])('%s is refused', async (parameters, code, words) => {
  const ended = await place.build({ NOW, PREDICTIONS_LOG: server.url(parameters) });
  expect(ended.stderr).toContain(words);
  expect(ended.code).toBe(code);
});

test('a server that does not answer is given up after the time that the address says', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  try {
    const ended = await place.build({
      NOW,
      PREDICTIONS_LOG: `postgres://u:p@127.0.0.1:${port}/db?table=t&timeout=1`,
    });
    expect(ended.stderr).toContain('database-timeout');
    expect(ended.code).toBe(4);
  } finally {
    silent.close();
  }
});

test('a server that is not there, or that hangs up, is a failed service', async () => {
  const hangs = createServer((socket) => socket.once('data', () => socket.destroy()));
  await new Promise<void>((resolve) => hangs.listen(0, '127.0.0.1', resolve));
  const address = hangs.address();
  const port = typeof address === 'object' ? address?.port : 0;
  try {
    for (const at of [9, port]) {
      const ended = await place.build({ NOW, PREDICTIONS_LOG: `postgres://u:p@127.0.0.1:${at}/db?table=t` });
      expect(ended).toMatchObject({ code: 4 });
      expect(ended.stderr).toMatch(
        /^error \(database-failed\): PREDICTIONS_LOG: Postgres table t could not be read/m,
      );
    }
  } finally {
    hangs.close();
  }
});
