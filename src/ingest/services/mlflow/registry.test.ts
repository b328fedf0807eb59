import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { describeWithCases } from '../../../../tests/support/cases.ts';
import {
  type SeenRequest,
  sendJson,
  startTestServer,
  type TestServer,
} from '../../../../tests/support/mlflow-server.ts';
import { fetchRegistry } from './registry.ts';

const MODEL = 'linkedin-lead-scoring';
const API = '/api/2.0/mlflow/';

/** Shapes as an MLflow 3 server writes them. */
const version = (number: string, createdMs: number, stage = 'None') => ({
  name: MODEL,
  version: number,
  creation_timestamp: createdMs,
  last_updated_timestamp: createdMs,
  current_stage: stage,
  description: '',
  source: 'runs:/9191533ee2324264986b655529638f9b/model',
  run_id: '9191533ee2324264986b655529638f9b',
  status: 'READY',
  run_link: '',
});

type Answers = Readonly<Record<string, { status: number; body: unknown }>>;

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answer: Answers | ((request: SeenRequest, response: ServerResponse) => void)) {
  server = await startTestServer((request, response) => {
    if (typeof answer === 'function') return answer(request, response);
    const found = answer[`${request.method} ${request.path.replace(API, '')}`];
    if (found === undefined)
      return sendJson(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no' });
    sendJson(response, found.status, found.body);
  });
  return server.url;
}

const registered = (extra: object) => ({
  status: 200,
  body: { registered_model: { name: MODEL, creation_timestamp: 1, last_updated_timestamp: 1, ...extra } },
});

test('follows the champion alias although a newer version exists', async () => {
  const trackingUri = await serve({
    [`GET registered-models/get?name=${MODEL}`]: registered({
      latest_versions: [version('3', 1_770_000_000_000)],
      aliases: [{ alias: 'champion', version: '2' }],
    }),
    [`GET registered-models/alias?name=${MODEL}&alias=champion`]: {
      status: 200,
      body: { model_version: version('2', 1_760_000_000_000) },
    },
  });
  const result = await fetchRegistry({ trackingUri: `${trackingUri}/`, modelName: MODEL });
  expect(result).toEqual({
    status: 'ok',
    name: MODEL,
    version: '2',
    createdAt: '2025-10-09T08:53:20.000Z',
    which: 'alias',
    whichName: 'champion',
    runId: '9191533ee2324264986b655529638f9b',
    url: `${trackingUri}/#/models/${MODEL}/versions/2`,
  });
});

test('without an alias takes the stage Production', async () => {
  const trackingUri = await serve({
    [`GET registered-models/get?name=${MODEL}`]: registered({
      latest_versions: [version('9', 1_770_000_000_000), version('7', 1_765_000_000_000, 'Production')],
    }),
  });
  const result = await fetchRegistry({ trackingUri, modelName: MODEL });
  expect(result).toMatchObject({ version: '7', which: 'stage', whichName: 'Production' });
});

test('without alias and stage takes the highest version number, not the lexically last', async () => {
  const trackingUri = await serve({
    [`GET registered-models/get?name=${MODEL}`]: registered({
      latest_versions: [version('9', 1_770_000_000_000), version('10', 1_771_000_000_000)],
    }),
  });
  expect(await fetchRegistry({ trackingUri, modelName: MODEL })).toMatchObject({
    version: '10',
    which: 'latest',
  });
});

test('pages through all versions where the server keeps no latest_versions', async () => {
  const page = `GET model-versions/search?filter=name='${MODEL}'&max_results=200`;
  const trackingUri = await serve({
    [`GET registered-models/get?name=${MODEL}`]: registered({}),
    [page]: {
      status: 200,
      body: { model_versions: [version('1', 1_750_000_000_000)], next_page_token: 'two' },
    },
    [`${page}&page_token=two`]: { status: 200, body: { model_versions: [version('2', 1_760_000_000_000)] } },
  });
  expect(await fetchRegistry({ trackingUri, modelName: MODEL })).toMatchObject({
    version: '2',
    which: 'latest',
  });
  expect(server?.seen).toHaveLength(3);
});

test('an alias that was asked for and is not there is unknown, not silently the latest', async () => {
  const trackingUri = await serve({
    [`GET registered-models/get?name=${MODEL}`]: registered({
      latest_versions: [version('1', 1_750_000_000_000)],
    }),
    [`GET registered-models/alias?name=${MODEL}&alias=blue`]: {
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Registered model alias blue not found.' },
    },
  });
  const result = await fetchRegistry({ trackingUri, modelName: MODEL, alias: 'blue' });
  expect(result).toEqual({ status: 'unknown', reason: 'MLflow: Registered model alias blue not found.' });
});

test.each([
  ['401', (_: SeenRequest, r: ServerResponse) => sendJson(r, 401, {}), /wants a login/],
  ['403', (_: SeenRequest, r: ServerResponse) => sendJson(r, 403, {}), /may not read/],
  ['500', (_: SeenRequest, r: ServerResponse) => sendJson(r, 500, { message: 'boom' }), /HTTP 500: boom/],
  [
    'html',
    (_: SeenRequest, r: ServerResponse) => r.end('<!doctype html><title>Sign in</title>'),
    /HTML page/,
  ],
  ['broken JSON', (_: SeenRequest, r: ServerResponse) => r.end('{"registered_model": {'), /not valid JSON/],
  ['a list', (_: SeenRequest, r: ServerResponse) => r.end('[]'), /not a JSON object/],
  ['another object', (_: SeenRequest, r: ServerResponse) => r.end('{}'), /no registered_model/],
  ['hang-up', (_: SeenRequest, r: ServerResponse) => r.destroy(), /the server closed the connection/],
  [
    'too large',
    (_: SeenRequest, r: ServerResponse) => r.end(Buffer.alloc(6_000_000, 32)),
    /larger than 5 MB/,
  ],
  [
    'endless redirect',
    (q: SeenRequest, r: ServerResponse) => r.writeHead(302, { location: q.path }).end(),
    /redirects without end/,
  ],
])('%s is explained', async (_name, answer, expected) => {
  const trackingUri = await serve(answer);
  const result = await fetchRegistry({ trackingUri, modelName: MODEL });
  expect(result.status).toBe('unknown');
  expect(result.status === 'unknown' && result.reason).toMatch(expected);
});

test('a server that does not answer in time is explained', async () => {
  const trackingUri = await serve(() => undefined);
  const result = await fetchRegistry({ trackingUri, modelName: MODEL, timeoutMs: 50 });
  expect(result).toEqual({ status: 'unknown', reason: 'MLflow: no answer within 0.05 s' });
});

test.each([
  ['./mlruns', /not a URL/],
  ['sqlite:///mlflow.db', /only http and https/],
])('the address %s is explained', async (trackingUri, expected) => {
  const result = await fetchRegistry({ trackingUri, modelName: MODEL, timeoutMs: 2000 });
  expect(result.status === 'unknown' && result.reason).toMatch(expected);
});

test('a closed port is explained', async () => {
  const trackingUri = await serve(() => undefined);
  await server?.close();
  const result = await fetchRegistry({ trackingUri, modelName: MODEL });
  expect(result).toEqual({
    status: 'unknown',
    reason: 'MLflow: connection refused: nothing listens there',
  });
});

test('credentials in the address become a header and appear nowhere else', async () => {
  const url = await serve({
    [`GET registered-models/get?name=${MODEL}`]: registered({
      latest_versions: [version('1', 1_750_000_000_000)],
    }),
  });
  const trackingUri = url.replace('http://', 'http://ada:s3cret@');
  const result = await fetchRegistry({ trackingUri, modelName: MODEL });
  expect(server?.seen[0]?.authorization).toBe(`Basic ${Buffer.from('ada:s3cret').toString('base64')}`);
  expect(result.status).toBe('ok');
  expect(JSON.stringify(result)).not.toContain('s3cret');
});

test('a token is sent as a bearer and is not in the reason of a failure', async () => {
  const trackingUri = await serve((_, response) => sendJson(response, 401, {}));
  const result = await fetchRegistry({ trackingUri, modelName: MODEL, token: 't0ken' });
  expect(server?.seen[0]?.authorization).toBe('Bearer t0ken');
  expect(JSON.stringify(result)).not.toContain('t0ken');
});

describeWithCases('answers recorded from a real MLflow server', (path) => {
  test('the champion version with its creation time', async () => {
    const recorded = JSON.parse(readFileSync(path('mlflow/responses.json'), 'utf8'));
    const trackingUri = await serve((request, response) => {
      const found = recorded[`${request.method} ${request.path}`];
      sendJson(response, found?.status ?? 404, found?.body ?? {});
    });
    const result = await fetchRegistry({ trackingUri, modelName: MODEL });
    expect(result).toMatchObject({ status: 'ok', version: '1', which: 'alias', whichName: 'champion' });
    expect(result.status === 'ok' && Date.parse(result.createdAt)).toBe(1795478885170);
    expect(await fetchRegistry({ trackingUri, modelName: 'absent' })).toEqual({
      status: 'unknown',
      reason: 'MLflow: Registered Model with name=absent not found',
    });
  });
});
