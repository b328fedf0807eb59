import { afterEach, expect, test } from 'vitest';
import { sendJson, startTestServer, type TestServer } from '../../../tests/support/mlflow-server.ts';
import { temporaryFile } from '../../../tests/support/models.ts';
import { postLead } from './http-target.ts';
import { readPayloads } from './payloads.ts';
import { requestLog } from './request-log.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
});

test('sends the lead as JSON and gives the status', async () => {
  server = await startTestServer((_, response) => sendJson(response, 422, { detail: [] }));
  const outcome = await postLead({
    url: `${server.url}/predict`,
    payload: { llm_quality: 85 },
    timeoutMs: 1000,
  });
  expect(outcome).toEqual({ kind: 'answered', statusCode: 422 });
  expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/predict', body: '{"llm_quality":85}' });
});

test('no answer in time and no server at all are failures with a reason', async () => {
  server = await startTestServer(() => undefined);
  expect(await postLead({ url: server.url, payload: {}, timeoutMs: 50 })).toEqual({
    kind: 'failed',
    reason: 'timeout',
  });
  const { url } = server;
  await server.close();
  const refused = await postLead({ url, payload: {}, timeoutMs: 1000 });
  expect(refused).toEqual({ kind: 'failed', reason: 'connection refused: nothing listens there' });
});

test('payloads are the inputs of a prediction log', async () => {
  const path = temporaryFile(
    'predictions.jsonl',
    '{"input": {"a": 1}, "score": 0.5}\nbroken\n{"score": 1}\n{"input": {"b": "x"}}',
  );
  expect(await readPayloads(path, '/')).toEqual([{ a: 1 }, { b: 'x' }]);
});

test('payloads from a CSV: numbers as numbers, empty cells left out, never the outcome', async () => {
  const path = temporaryFile('leads.csv', 'llm_quality,companysize,engaged\n85,11-50,1\n,2-10,0\n');
  expect(await readPayloads(path, '/')).toEqual([
    { llm_quality: 85, companysize: '11-50' },
    { companysize: '2-10' },
  ]);
});

test('a file without leads and a file that is not there are explained', async () => {
  await expect(readPayloads(temporaryFile('empty.jsonl', '\n'), '/')).rejects.toMatchObject({ exitCode: 3 });
  await expect(readPayloads('/nowhere.jsonl', '/')).rejects.toMatchObject({ exitCode: 2 });
});

test("the log has a line for each answer, in the order of sending, with the report's field names", () => {
  const log = requestLog(
    [
      { dueMs: 100, sentMs: 150, doneMs: 160.5, outcome: { kind: 'answered', statusCode: 200 } },
      { dueMs: 0, sentMs: 20, doneMs: 25, outcome: { kind: 'answered', statusCode: 503 } },
      { dueMs: 0, sentMs: 30, doneMs: 99, outcome: { kind: 'failed', reason: 'timeout' } },
    ],
    '/predict',
    Date.parse('2026-02-20T12:00:00Z'),
    10,
  );
  expect(
    log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      timestamp: '2026-02-20T12:00:00.010Z',
      endpoint: '/predict',
      method: 'POST',
      status_code: 503,
      response_ms: 5,
    },
    {
      timestamp: '2026-02-20T12:00:00.140Z',
      endpoint: '/predict',
      method: 'POST',
      status_code: 200,
      response_ms: 10.5,
    },
  ]);
});
