import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { singleFileHtml } from '../../src/outputs/single-file.ts';
import { filesOf } from '../support/hostile/site-files.ts';
import { decodedMail, surfacesOf } from '../support/hostile/surfaces.ts';
import { csvLine, NOW, timeOf } from '../support/hostile/worst-log.ts';
import { type Ended, runCommand, type Workplace, workplace } from '../support/run-build.ts';

/**
 * Puts a personal value with a unique mark in every place of the inputs, then searches all output of a build for the
 * marks.
 */

const marks: string[] = [];
/** A value that must not occur in any output. */
const mark = (what: string): string => {
  const made = `zqm${what}${marks.length}`;
  marks.push(made);
  return made;
};
/** A phone number as a number; found with or without separators. */
const phone = (i: number): number => {
  const number = 33_699_120_007 + i * 7_919;
  marks.push(String(number));
  return number;
};

const ROWS = 300;
const K = 5;

function predictions(): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const score = ((row * 37) % 100) / 100;
    const input: Record<string, unknown> = {
      industry: ['Banking', 'Retail', 'Energy'][row % 3],
      quality: row % 50,
      // Four rows are fewer than k = 5, five are not.
      employer: row < K - 1 ? 'zqmrare employer' : row < 2 * K - 1 ? 'Common Employer' : 'Other Employer',
      summary: `Experienced ${row % 2 === 0 ? 'sales' : 'data'} lead, ${mark('word')} ${mark('mail')}@example.org`,
    };
    if (row < 60) {
      input['name'] = `Ada ${mark('name')}`;
      input['email'] = `${mark('mail')}@example.org`;
      input['phone'] = `+33 6 ${mark('phone')}`;
    }
    input['phone_number'] = phone(row);
    if (row === 7)
      input['profile'] = { url: `https://linkedin.example/in/${mark('nested')}`, tags: [mark('list')] };
    if (row === 8) input[`key ${mark('key')}@example.org`] = 1;
    if (row === 9) input['quality'] = mark('type');
    if (row % 90 === 0) input['note'] = mark('note').repeat(40);
    return {
      timestamp: timeOf(row, ROWS),
      input,
      score,
      label: row === ROWS - 3 ? `${mark('label')}@example.org` : score > 0.5 ? 'engaged' : 'not_engaged',
      inference_ms: 0.5,
      model_version: '1.0.0',
      request_id: mark('top'),
      user_agent: `Mozilla/5.0 ${mark('agent')}`,
    };
  });
  const bad = [
    { ...lines[0], score: mark('score') },
    { ...lines[0], score: 7, label: mark('badlabel') },
    { ...lines[0], timestamp: mark('time') },
    { ...lines[0], inference_ms: mark('ms') },
    { ...lines[0], label: [mark('list')] },
    { ...lines[0], input: mark('input') },
    { ...lines[0], model_version: { a: mark('version') } },
    { [mark('key')]: mark('value') },
    mark('text'),
  ].map((line) => JSON.stringify(line));
  const broken = [`{"timestamp": "${mark('broken')}`, `${mark('garbage')} ${mark('garbage')}@example.org`];
  return [...lines.map((line) => JSON.stringify(line)), ...bad, ...broken].join('\n').concat('\n');
}

function requests(): string {
  const line = (row: number, change: Record<string, unknown>): string =>
    JSON.stringify({
      timestamp: timeOf(row, ROWS),
      endpoint: '/predict',
      method: 'POST',
      status_code: 200,
      response_ms: 5,
      client_ip: mark('ip'),
      user_agent: mark('agent'),
      ...change,
    });
  const strange = [
    { endpoint: `/predict?token=${mark('token')}&email=${mark('mail')}@example.org` },
    { path: `/predict#${mark('fragment')}`, endpoint: undefined },
    { endpoint: `/leads/${mark('path')}@example.org` },
    { endpoint: `https://user:${mark('password')}@api.example/predict` },
    { endpoint: `/${mark('path')}/../predict;${mark('matrix')}` },
    { method: mark('method') },
    { status_code: mark('status') },
    { response_ms: mark('ms') },
    { timestamp: mark('time') },
  ];
  return [
    ...Array.from({ length: ROWS }, (_, row) => line(row, {})),
    ...strange.map((change, i) => line(i + 10, change)),
    `{"endpoint": "/x${mark('broken')}`,
  ].join('\n');
}

function reference(): string {
  const head = csvLine([
    'industry',
    'quality',
    'employer',
    'summary',
    'name',
    'email',
    'phone_number',
    'engaged',
  ]);
  const rows = Array.from({ length: 200 }, (_, row) =>
    csvLine([
      ['Banking', 'Retail', 'Energy'][row % 3] ?? '',
      row % 40,
      row < K - 1 ? `zqmref employer` : 'Other Employer',
      `Experienced sales lead ${mark('refword')}`,
      `Bob ${mark('refname')}`,
      `${mark('refmail')}@example.org`,
      phone(row + 1_000),
      row % 2,
    ]),
  );
  return `${head}${rows.join('')}${mark('ragged')},${mark('ragged')}\r\n`;
}

const outcomes = (): string =>
  [
    'date,engaged,lead,comment',
    ...Array.from(
      { length: 40 },
      (_, i) => `2026-02-${10 + (i % 9)},${i % 2},${mark('lead')},${mark('comment')}`,
    ),
    `${mark('date')},yes,${mark('lead')},x`,
    `2026-02-11,${mark('outcome')},${mark('lead')},x`,
  ].join('\n');

let place: Workplace;
let server: Server;
const runs: Ended[] = [];
let secrets: Record<string, string>;

beforeAll(async () => {
  place = await workplace();
  const inner = `logs-of-${mark('directory')}`;
  await mkdir(place.path(inner));
  await writeFile(place.path(`${inner}/p.jsonl`), predictions());
  await writeFile(place.path(`${inner}/r.jsonl`), requests());
  await writeFile(place.path(`${inner}/reference.csv`), reference());
  await writeFile(place.path(`${inner}/outcomes.csv`), outcomes());
  // A server that echoes each request, credentials included.
  server = createServer((request, response) => {
    const echo = JSON.stringify({
      error_code: 'BAD',
      message: `${request.headers.authorization} ${request.url} ${request.headers['user-agent']}`,
    });
    response.writeHead(500, { 'content-type': 'application/json' }).end(echo);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const token = mark('apitoken');
  marks.push(Buffer.from(`ada:${'zqmapipassword'}`).toString('base64'));
  secrets = {
    API_BASE_URL: `http://ada:zqmapipassword@127.0.0.1:${port}/tenants/${mark('apipath')}?token=${token}`,
    MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}/ml`,
    MLFLOW_TRACKING_TOKEN: mark('mlflowtoken'),
    MLFLOW_TRACKING_PASSWORD: mark('mlflowpassword'),
    SMTP_URL: `smtp://ada:${mark('smtp')}@127.0.0.1:${port}`,
    SLACK_WEBHOOK_URL: `http://127.0.0.1:${port}/services/${mark('slack')}`,
    WEBHOOK_URL: `http://127.0.0.1:${port}/hooks/${mark('webhook')}`,
    WEBHOOK_TOKEN: mark('webhooktoken'),
    GITHUB_TOKEN: mark('github'),
  };
  marks.push('zqmapipassword', 'zqmrare', 'zqmref employer');
  const env = {
    ...secrets,
    PREDICTIONS_LOG: `${inner}/p.jsonl`,
    API_REQUESTS_LOG: `${inner}/r.jsonl`,
    REFERENCE_DATA_PATH: `${inner}/reference.csv`,
    OUTCOMES_PATH: `${inner}/outcomes.csv`,
    POLICY_PATH: 'policy.json',
  };
  await writeFile(
    place.path('policy.json'),
    JSON.stringify({ health: { retryDelayMs: 0 }, outcomes: { keyColumn: 'lead' } }),
  );
  // Two reports, so that pages with comparisons have content.
  runs.push(await place.build({ ...env, NOW: '2026-02-19T12:05:00Z' }, []));
  runs.push(await place.build({ ...env, NOW }, ['--profile']));
  runs.push(await runCommand('build', { ...secrets, NOW }, ['--help'], place.directory));
  for (const { code, stderr } of runs) if (code !== 0) throw new Error(stderr);
});
afterAll(async () => {
  server.close();
  await place.remove();
});

/** Marks in a text, case-insensitive, also with separators between digits. */
function found(text: string): string[] {
  const plain = text.toLowerCase();
  const digits = plain.replace(/(?<=\d)[,\u00a0\u202f\u2009' ](?=\d)/g, '');
  return marks.filter((one) => plain.includes(one.toLowerCase()) || digits.includes(one));
}

const inFiles = (files: Map<string, Buffer>): Record<string, string[]> =>
  Object.fromEntries(
    [...files].flatMap(([name, bytes]) => {
      const content = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      const hits = found(`${name}\n${content.toString('latin1')}`);
      return hits.length === 0 ? [] : [[name, hits.slice(0, 5)]];
    }),
  );

test('the builds read what they were given', async () => {
  expect(runs.map((run) => run.code)).toEqual([0, 0, 0]);
  expect(marks.length).toBeGreaterThan(2_000);
  const { inputs, health, drift } = await place.report();
  expect(inputs.predictions).toMatchObject({ rows: ROWS + 11, rejected: 11 });
  expect(inputs.requests.rejected).toBe(4);
  expect(health.api.status).toBe('red');
  expect(drift.features.map((feature) => feature.name)).toEqual(
    expect.arrayContaining(['industry', 'employer', 'summary', 'name', 'email', 'phone_number']),
  );
  // Control: a common value is shown, so the search can find marks.
  const page = await filesOf(place.path('dist/drift/employer'));
  expect(page.get('index.html')?.toString()).toContain('Common Employer');
});

test('no mark is anywhere in the published site', async () => {
  const files = await filesOf(place.path('dist'));
  expect(files.size).toBeGreaterThan(60);
  expect(inFiles(files)).toEqual({});
});

test('no mark is anywhere in the archive', async () => {
  const files = await filesOf(place.path('archive'));
  expect(files.size).toBeGreaterThanOrEqual(4);
  expect(inFiles(files)).toEqual({});
});

test('no mark is printed', () => {
  // The directory name is the user's own setting, so messages may contain it.
  const shown = runs.map((run) => `${run.stdout}${run.stderr}`.replace(/logs-of-\w+/g, '')).join('\n');
  expect(shown.length).toBeGreaterThan(1_000);
  expect(found(shown)).toEqual([]);
});

test('no mark is in the report as one file', async () => {
  const report = await place.report();
  const html = singleFileHtml({
    siteDir: place.path('dist'),
    basePath: '/',
    siteUrl: null,
    id: report.id,
  });
  expect(html).toContain('employer');
  expect(found(html)).toEqual([]);
});

describe('errors do not repeat what they read', () => {
  test.each([
    ['a reference of broken quotes', 'REFERENCE_DATA_PATH', 'industry,x\n"zqmcell,1\n"a"zqmcell,2\n'],
    ['a policy that is no JSON', 'POLICY_PATH', '{"window": "zqmcell'],
    ['observations that are none', 'OBSERVATIONS_PATH', '{"health": "zqmcell", "x": zqmcell'],
  ])('%s', async (_, variable, content) => {
    await writeFile(place.path('broken'), content);
    const run = await place.build({ NOW, PREDICTIONS_LOG: 'broken-log', [variable]: 'broken' });
    await writeFile(place.path('broken-log'), '{"timestamp": "zqmcell"}\n');
    const again = await place.build({ NOW, PREDICTIONS_LOG: 'broken-log', [variable]: 'broken' });
    expect(run.code).toBe(2);
    expect([2, 3]).toContain(again.code);
    expect(again.stderr).toContain('broken');
    expect(`${run.stderr}${again.stderr}${again.stdout}`).not.toContain('zqmcell');
  });

  test('a URL that is none, with a password', async () => {
    for (const variable of ['API_BASE_URL', 'MLFLOW_TRACKING_URI', 'SITE_URL']) {
      const run = await place.build({ [variable]: 'ftp://ada:zqmcell@host/?token=zqmcell' });
      expect(run.code, variable).toBe(2);
      expect(run.stderr).toContain(variable);
      expect(run.stderr).not.toContain('zqmcell');
    }
  });
});

test('no mark is in the mail, its attachment, or any message', async () => {
  const { codes, mail, ...texts } = await surfacesOf(place, { ...secrets, NOW });
  expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
  expect(decodedMail(mail)).toContain('employer');
  expect(found([decodedMail(mail), ...Object.values(texts)].join('\n'))).toEqual([]);
});
