import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltSite, builtSite, run } from '../support/built-site.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { type Answer, type Call, type HttpServer, httpServer } from '../support/http.ts';
import { githubRepository } from '../support/receivers/github.ts';
import { slackHook } from '../support/receivers/slack.ts';

const reportOf = (day: string, wish: Parameters<typeof fixtureReport>[0] = {}) =>
  fixtureReport({ id: day, end: `${day}T12:00:00.000Z`, rows: 200, ...wish });
const RED = { shift: 1, red: true };

let server: HttpServer;
let site: BuiltSite;
const serve = async (answer: (call: Call, index: number) => Answer) => {
  server = await httpServer(answer);
};
beforeEach(() => {
  site = builtSite([reportOf('2026-02-19'), reportOf('2026-02-20', RED)]);
});
afterEach(async () => {
  site.remove();
  await server.close();
});

describe('Slack', () => {
  const notify = (args: string[] = []) =>
    run('notify', ['--slack', ...args], {
      ...site.env,
      SLACK_WEBHOOK_URL: `${server.url}/services/T0/B0/s3cret`,
    });

  test('hears of a report once, unless forced', async () => {
    await serve(slackHook);
    expect(await notify()).toMatchObject({ code: 0, stdout: 'slack: sent\n' });
    expect((await notify()).stdout).toContain('was sent before');
    expect(server.calls).toHaveLength(1);
    expect(JSON.stringify(server.calls[0]?.body)).toContain('https://team.example/repo/reports/2026-02-20/');
    await notify(['--force']);
    expect(server.calls).toHaveLength(2);
  });

  test('is asked again after 429, when it says so', async () => {
    await serve((call, index) =>
      index === 0 ? { status: 429, headers: { 'Retry-After': '1' } } : slackHook(call),
    );
    const began = performance.now();
    expect((await notify()).code).toBe(0);
    expect(performance.now() - began).toBeGreaterThan(1000);
    expect(server.calls).toHaveLength(2);
  });

  test('a refusal is an error without the address, and may be repeated', async () => {
    await serve((_call, index) => (index === 0 ? { status: 403 } : { status: 200 }));
    const { code, stdout, stderr } = await notify();
    expect(code).toBe(4);
    expect(stderr).toContain('SLACK_WEBHOOK_URL: the server answered 403');
    expect(`${stdout}${stderr}`).not.toContain('s3cret');
    expect((await notify()).stdout).toBe('slack: sent\n');
  });
});

test('a message whose fate is unknown is not sent again, unless forced', async () => {
  await serve((_call, index) => (index === 0 ? { status: 502 } : { status: 200 }));
  const env = { ...site.env, WEBHOOK_URL: `${server.url}/hook` };
  const first = await run('notify', ['--webhook'], env);
  expect(first).toMatchObject({ code: 4, stderr: expect.stringContaining('may have arrived') });
  expect((await run('notify', ['--webhook'], env)).stdout).toContain('was sent before');
  expect(server.calls).toHaveLength(1);
  expect((await run('notify', ['--webhook', '--force'], env)).stdout).toBe('webhook: sent\n');
  const keys = server.calls.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(2);
});

describe('webhook', () => {
  test('gets the same words with a token, and nothing on a calm report when it is to hear of red only', async () => {
    await serve(() => ({ status: 204 }));
    const env = { ...site.env, WEBHOOK_URL: `${server.url}/hook`, WEBHOOK_TOKEN: 't0ken' };
    expect((await run('notify', ['--webhook', '--when', 'on-red'], env)).code).toBe(0);
    expect(server.calls[0]).toMatchObject({
      method: 'POST',
      path: '/hook',
      headers: { authorization: 'Bearer t0ken' },
      body: { event: 'report', id: '2026-02-20', status: 'red' },
    });
    site.remove();
    site = builtSite([reportOf('2026-02-21')]);
    expect((await run('notify', ['--webhook', '--when', 'on-red'], { ...env, ...site.env })).code).toBe(0);
    expect(server.calls).toHaveLength(1);
  });
});

describe('GitHub', () => {
  const sync = () =>
    run('notify', ['--issue'], {
      ...site.env,
      GITHUB_API_URL: server.url,
      GITHUB_REPOSITORY: 'team/api',
      GITHUB_TOKEN: 'ghs_token',
    });

  test('an issue is opened on red, told of the next red report, left alone on yellow, closed on green', async () => {
    const hub = githubRepository();
    await serve(hub.answer);
    hub.add({ title: 'mine', labels: ['lead-scoring-monitor'] });
    const verdict = (day: string, status: 'red' | 'yellow' | 'green') => {
      const report = reportOf(day, RED);
      report.verdict.status = status;
      site.remove();
      site = builtSite([report]);
      return sync();
    };
    expect((await verdict('2026-02-20', 'red')).code).toBe(0);
    expect(hub.issues[1]).toMatchObject({ state: 'open', comments: [], labels: ['lead-scoring-monitor'] });
    expect((await sync()).stdout).toContain('was sent before');
    await verdict('2026-02-21', 'red');
    await verdict('2026-02-22', 'yellow');
    expect(hub.issues[1]).toMatchObject({
      state: 'open',
      comments: [{ body: expect.stringContaining('2026-02-21') }],
    });
    await verdict('2026-02-23', 'green');
    expect(hub.issues[1]).toMatchObject({ state: 'closed' });
    expect(hub.issues).toHaveLength(2);
    expect(hub.issues[0]).toMatchObject({ state: 'open', comments: [] });
    await verdict('2026-02-24', 'green');
    expect(hub.issues).toHaveLength(2);
  });

  test('an answer that got lost, a lost marker: still one issue and one comment', async () => {
    let lost = 0;
    const hub = githubRepository(({ method }) => method === 'POST' && lost++ % 2 === 0);
    await serve(hub.answer);
    const forget = () => rmSync(join(site.archiveDir, 'sent'), { recursive: true, force: true });
    for (const day of ['2026-02-20', '2026-02-21', '2026-02-22']) {
      site.remove();
      site = builtSite([reportOf(day, RED)]);
      expect((await sync()).code).toBe(0);
      forget();
      expect((await sync()).code).toBe(0);
    }
    expect(hub.issues).toHaveLength(1);
    expect(hub.issues[0]?.comments.map(({ body: text }) => /<!-- report (\S+) -->/.exec(text)?.[1])).toEqual([
      '2026-02-21',
      '2026-02-22',
    ]);
  });

  test('a token that is refused is not printed', async () => {
    await serve(() => ({ status: 401 }));
    const { code, stdout, stderr } = await sync();
    expect(code).toBe(4);
    expect(stderr).toContain('answered 401');
    expect(`${stdout}${stderr}`).not.toContain('ghs_token');
  });

  test('job summary and annotations', async () => {
    await serve(() => ({ status: 500 }));
    const path = join(site.directory, 'summary.md');
    const { code, stdout } = await run('notify', ['--summary', '--annotations'], {
      ...site.env,
      GITHUB_STEP_SUMMARY: path,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^::error title=Critical%2C report 2026-02-20::/);
    expect(readFileSync(path, 'utf8')).toMatch(/^## ✕ Critical: /);
    expect(server.calls).toHaveLength(0);
  });
});
