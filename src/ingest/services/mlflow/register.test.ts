import { afterEach, expect, test } from 'vitest';
import {
  type SeenRequest,
  sendJson,
  startTestServer,
  type TestServer,
} from '../../../../tests/support/mlflow-server.ts';
import { type Registration, registerModel } from './register.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
});

/** Answers in the shapes of an MLflow 3 server; `overrides` replace single ones. */
async function startMlflow(
  overrides: Record<string, { status: number; body: unknown }> = {},
): Promise<TestServer> {
  const answers: Record<string, { status: number; body: unknown }> = {
    'GET /api/2.0/mlflow/experiments/get-by-name': {
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Could not find experiment' },
    },
    'POST /api/2.0/mlflow/experiments/create': { status: 200, body: { experiment_id: '7' } },
    'POST /api/2.0/mlflow/runs/create': {
      status: 200,
      body: { run: { info: { run_id: 'r1', artifact_uri: 'mlflow-artifacts:/7/r1/artifacts' } } },
    },
    'POST /api/2.0/mlflow/runs/log-batch': { status: 200, body: {} },
    'PUT /api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/model/lead model.onnx': {
      status: 200,
      body: null,
    },
    'POST /api/2.0/mlflow/runs/update': { status: 200, body: { run_info: {} } },
    'POST /api/2.0/mlflow/registered-models/create': {
      status: 400,
      body: { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'exists' },
    },
    'POST /api/2.0/mlflow/model-versions/create': { status: 200, body: { model_version: { version: '4' } } },
    'POST /api/2.0/mlflow/registered-models/alias': { status: 200, body: {} },
    ...overrides,
  };
  server = await startTestServer((request, response) => {
    const found = answers[`${request.method} ${request.path.split('?')[0]}`];
    // As the real server does: an upload is answered with an empty body.
    if (found?.body === null) response.end();
    else sendJson(response, found?.status ?? 404, found?.body ?? {});
  });
  return server;
}

const registration = (url: string): Registration => ({
  trackingUri: url,
  token: 't0ken',
  experiment: 'lead-scoring',
  runName: 'evaluate',
  modelName: 'linkedin lead',
  metrics: { auc: 0.61 },
  params: { data: 'leads.csv' },
  tags: { source: 'x' },
  model: { fileName: 'lead model.onnx', bytes: new Uint8Array([1, 2, 3]) },
  alias: 'champion',
  nowMs: 1_770_000_000_000,
});

const bodyOf = (path: string): unknown => {
  const found = server?.seen.find((request: SeenRequest) => request.path.endsWith(path));
  return found === undefined ? undefined : JSON.parse(found.body);
};

test('logs a run, uploads the model, registers a version and sets the alias', async () => {
  const { url } = await startMlflow();
  const result = await registerModel(registration(url));
  expect(result).toEqual({
    status: 'ok',
    runId: 'r1',
    version: '4',
    notUploaded: null,
    url: `${url}/#/models/linkedin%20lead/versions/4`,
  });
  expect(bodyOf('runs/create')).toMatchObject({
    experiment_id: '7',
    run_name: 'evaluate',
    start_time: 1_770_000_000_000,
  });
  expect(bodyOf('runs/log-batch')).toEqual({
    run_id: 'r1',
    metrics: [{ key: 'auc', value: 0.61, timestamp: 1_770_000_000_000, step: 0 }],
    params: [{ key: 'data', value: 'leads.csv' }],
  });
  expect(bodyOf('model-versions/create')).toEqual({
    name: 'linkedin lead',
    source: 'runs:/r1/model',
    run_id: 'r1',
  });
  expect(bodyOf('registered-models/alias')).toEqual({
    name: 'linkedin lead',
    alias: 'champion',
    version: '4',
  });
  expect(server?.seen.every(({ authorization }) => authorization === 'Bearer t0ken')).toBe(true);
});

test('where only the server can write artifacts, the version is registered and that is said', async () => {
  const { url } = await startMlflow({
    'POST /api/2.0/mlflow/runs/create': {
      status: 200,
      body: { run: { info: { run_id: 'r1', artifact_uri: 's3://bucket/7/r1/artifacts' } } },
    },
  });
  const result = await registerModel(registration(url));
  expect(result).toMatchObject({
    status: 'ok',
    notUploaded: expect.stringMatching(/keeps artifacts at a s3 address/),
  });
});

test.each([
  ['GET /api/2.0/mlflow/experiments/get-by-name', 401, 'experiment', /wants a login/],
  ['POST /api/2.0/mlflow/runs/create', 500, 'run', /HTTP 500/],
  ['POST /api/2.0/mlflow/model-versions/create', 400, 'model version', /HTTP 400: no/],
])('%s answered with %d fails at its step', async (path, status, step, reason) => {
  const { url } = await startMlflow({ [path]: { status, body: { message: 'no' } } });
  expect(await registerModel(registration(url))).toEqual({
    status: 'failed',
    step,
    reason: expect.stringMatching(reason),
  });
});

test('an address that is no server is said at once', async () => {
  expect(await registerModel(registration('./mlruns'))).toMatchObject({
    status: 'failed',
    step: 'connection',
  });
});
