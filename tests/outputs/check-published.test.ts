import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { redirectTarget } from '../../src/outputs/published-latest.ts';
import { type Ended, runCommand } from '../support/run-build.ts';

/** The dead man's switch against servers of every kind. */

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** @returns the server's address, without a slash at the end. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const check = (address: string, ...args: string[]): Promise<Ended> =>
  runCommand('check-published', {}, [address, '--timeout', '5', ...args]);

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const latest = (change: object = {}) =>
  JSON.stringify({
    id: '2026-02-20',
    generatedAt: hoursAgo(2),
    simulated: false,
    verdict: { status: 'green', headline: 'x' },
    ...change,
  });
const site =
  (body: string): RequestListener =>
  (_, response) =>
    void response.end(body);

test('asks for latest.json under the base path, and says in JSON what it found', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url);
    response.end(latest());
  });
  for (const address of [`${url}/monitor/`, `${url}/monitor`, `${url}/monitor/?x=1#y`]) {
    const ended = await check(address, '--json');
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      id: '2026-02-20',
      status: 'green',
      stale: false,
      maxAgeSeconds: 93_600,
    });
  }
  expect(asked).toEqual(Array.from({ length: 3 }, () => '/monitor/latest.json'));
});

test.each([
  ['fresh', {}, [], 0, 'fresh'],
  ['25 hours old', { generatedAt: hoursAgo(25) }, [], 0, 'fresh'],
  ['27 hours old', { generatedAt: hoursAgo(27) }, [], 10, 'the build seems to have stopped'],
  ['27 hours old, which is expected', { generatedAt: hoursAgo(27) }, ['--max-age', '2d'], 0, 'fresh'],
  ['2 hours old, which is too old here', {}, ['--max-age', '90m'], 10, 'stale'],
  ['of tomorrow', { generatedAt: hoursAgo(-24) }, [], 10, 'of the future'],
  ['simulated', { simulated: true }, [], 10, 'simulated'],
  ['red, which nobody asked for', { verdict: { status: 'red' } }, [], 0, 'verdict red'],
  ['red', { verdict: { status: 'red' } }, ['--fail-on', 'red'], 10, 'verdict red'],
  ['yellow', { verdict: { status: 'yellow' } }, ['--fail-on', 'red'], 0, 'verdict yellow'],
  ['yellow', { verdict: { status: 'yellow' } }, ['--fail-on', 'yellow'], 10, 'verdict yellow'],
  ['unknown', { verdict: { status: 'unknown' } }, ['--fail-on', 'unknown'], 10, 'verdict unknown'],
] as const)('a report that is %s', async (_, change, args, code, words) => {
  const ended = await check(await serve(site(latest(change))), ...args);
  expect([ended.code, ended.stderr]).toEqual([code, '']);
  expect(ended.stdout).toContain(words);
});

const ENDLESS: RequestListener = (_, response) => {
  const chunk = Buffer.alloc(1024 * 1024, 32);
  const write = (): void => {
    while (response.write(chunk));
    response.once('drain', write);
  };
  write();
};

test.each<[string, RequestListener, RegExp]>([
  ['404', (_, response) => void response.writeHead(404).end(), /it answered 404/],
  ['503', (_, response) => void response.writeHead(503).end('no'), /it answered 503/],
  ['204', (_, response) => void response.writeHead(204).end(), /it answered 204/],
  ['a page', site('<!doctype html>'), /no report/],
  ['nothing', site(''), /no report/],
  ['other JSON', site('{"id": "2026-02-20"}'), /no report/],
  ['an id of another shape', site(latest({ id: '../../x' })), /no report/],
  ['a time that is none', site(latest({ generatedAt: 'yesterday' })), /no report/],
  ['more than any report is', ENDLESS, /larger than 32 MB/],
  ['a reset', (request) => void request.socket.destroy(), /closed the connection/],
  [
    'half of it',
    (_, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('{"id"');
      setTimeout(() => response.socket?.destroy(), 50);
    },
    /the answer is cut/,
  ],
  ['silence', () => undefined, /no whole answer in time/],
  [
    'a drip',
    (_, response) => void setInterval(() => response.write(' '), 100).unref(),
    /no whole answer in time/,
  ],
  [
    'a loop',
    (_, response) => void response.writeHead(302, { location: '/latest.json' }).end(),
    /more than 5 redirects/,
  ],
  [
    'a redirect to a file',
    (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    /not followed/,
  ],
  [
    'a redirect with a password',
    (_, response) => void response.writeHead(302, { location: 'http://a:b@127.0.0.1/' }).end(),
    /not followed/,
  ],
  ['a redirect to nowhere', (_, response) => void response.writeHead(302).end(), /it answered 302/],
])('an answer of %s: exit code 4, and why', async (_, answer, words) => {
  const ended = await check(await serve(answer), '--timeout', '1.5');
  expect(ended.stderr).toMatch(words);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  expect(ended.code).toBe(4);
});

test('nobody there: exit code 4', async () => {
  const url = await serve(site(''));
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await check(url)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('nothing listens there'),
  });
});

test('a redirect that may be followed is', async () => {
  const real = await serve(site(latest()));
  const url = await serve(
    (_, response) => void response.writeHead(301, { location: `${real}/x.json` }).end(),
  );
  expect((await check(url)).code).toBe(0);
});

test.each([
  ['https://a.example/latest.json', 'http://a.example/latest.json', null],
  ['https://a.example/latest.json', 'https://b.example/x', 'https://b.example/x'],
  ['http://a.example/latest.json', 'https://a.example/latest.json', 'https://a.example/latest.json'],
  ['https://a.example/m/latest.json', '../x', 'https://a.example/x'],
  ['https://a.example/', 'data:application/json,{}', null],
  ['https://a.example/', 'http://[', null],
])('from %s to %s', (from, location, to) => {
  expect(redirectTarget(new URL(from), location)?.href ?? null).toBe(to);
});

test.each([
  [[], 'address of the site is needed'],
  [['ftp://a.example/'], 'must begin with https:// or http://'],
  [['https://user:s3cret@a.example/'], 'hold no credentials'],
  [['nonsense'], 'must begin with'],
  [['http://127.0.0.1/', '--max-age', 'often'], '--max-age must be'],
])('%j cannot be used: exit code 2', async (args, words) => {
  const ended = await runCommand('check-published', {}, args);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(words);
  expect(ended.stderr).not.toContain('s3cret');
});
