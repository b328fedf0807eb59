import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../support/built-site.ts';
import { type HttpServer, httpServer } from '../support/http.ts';

let directory: string;
let api: HttpServer;
let hook: HttpServer;
let healthy = true;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'probe-'));
  api = await httpServer(() => (healthy ? { status: 200, body: { status: 'ok' } } : { status: 503 }));
  hook = await httpServer(() => ({ status: 200, body: 'ok' }));
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await api.close();
  await hook.close();
});

const log = () => join(directory, 'logs', 'health.jsonl');
const probe = (env: Record<string, string> = {}) =>
  run('probe', [], {
    CWD: directory,
    API_BASE_URL: api.url,
    SLACK_WEBHOOK_URL: `${hook.url}/services/s3cret`,
    WEBHOOK_URL: `${hook.url}/hook`,
    ...env,
  });

test('checks once, appends, and tells of the change only, with owner and severity', async () => {
  healthy = true;
  expect(await probe()).toMatchObject({ code: 0, stdout: expect.stringContaining(' up, in ') });
  expect(api.calls[0]).toMatchObject({ method: 'GET', path: '/health' });
  healthy = false;
  for (let i = 0; i < 5; i++) expect((await probe()).code).toBe(10);
  const entries = readFileSync(log(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries.map(({ ok, status_code }) => [ok, status_code])).toEqual([
    [true, 200],
    ...Array.from({ length: 5 }, () => [false, 503]),
  ]);
  expect(hook.calls.map(({ path }) => path)).toEqual(['/services/s3cret', '/hook']);
  expect(hook.calls[1]?.body).toMatchObject({
    event: 'incident',
    state: 'opened',
    report: null,
    incident: { rule: 'api-down', owner: 'Infrastructure', severity: 'critical' },
  });
});

test('a route of the policy that lacks a variable ends the probe before anything is asked', async () => {
  writeFileSync(join(directory, 'policy.json'), JSON.stringify({ routes: [{ to: 'pagerduty' }] }));
  const env = { POLICY_PATH: join(directory, 'policy.json') };
  const { code, stderr } = await probe(env);
  expect(code).toBe(2);
  expect(stderr).toContain('The route pagerduty needs PAGERDUTY_ROUTING_KEY, which is not set.');
  expect(api.calls).toEqual([]);
});

test('a file of decisions that cannot be read is a warning, and the outage is told', async () => {
  healthy = false;
  writeFileSync(join(directory, 'decisions.json'), '{');
  const env = { DECISIONS_PATH: join(directory, 'decisions.json') };
  for (let i = 0; i < 3; i++) {
    expect((await probe(env)).stderr).toContain('decisions.json: is not JSON');
  }
  expect(hook.calls).toHaveLength(2);
});

test('a line that a killed probe left open does not spoil the next', async () => {
  healthy = true;
  await probe();
  appendFileSync(log(), '{"timestamp":"2026-');
  await probe();
  const lines = readFileSync(log(), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ ok: true });
});

test('a message that cannot be sent does not lose the entry, and the address is not printed', async () => {
  healthy = false;
  await hook.close();
  hook = await httpServer(() => ({ status: 404 }));
  const env = { SLACK_WEBHOOK_URL: `${hook.url}/services/s3cret`, WEBHOOK_URL: '' };
  await probe(env);
  await probe(env);
  const { code, stdout, stderr } = await probe(env);
  expect(code).toBe(10);
  expect(stderr).toContain('warning: SLACK_WEBHOOK_URL: the server answered 404');
  expect(`${stdout}${stderr}`).not.toContain('s3cret');
  expect(readFileSync(log(), 'utf8').trimEnd().split('\n')).toHaveLength(3);
});
