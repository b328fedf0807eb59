import { once } from 'node:events';
import { createServer as createHttp, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { ModelFile } from '../../src/build/model-file.ts';
import { observe } from '../../src/build/observe.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { readSettings } from '../../src/settings/settings.ts';

/** Servers that misbehave, asked as /health and as the model registry at the same time. */

const servers: Server[] = [];
const sockets = new Set<Socket>();
const timers: NodeJS.Timeout[] = [];
afterAll(() => {
  for (const timer of timers) clearInterval(timer);
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const http = (answer: RequestListener): Promise<number> => listen(createHttp(answer));
const raw = (answer: (socket: Socket) => void): Promise<number> => listen(createServer(answer));

let sent = 0;
/** Writes for as long as the other side takes it. */
function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const more = (): void => {
    if (response.destroyed) return;
    response.once('drain', more);
    response.write(chunk);
    sent += chunk.length;
  };
  more();
}
function trickle(write: () => void): void {
  timers.push(setInterval(write, 100));
}

const SERVERS: Record<string, () => Promise<number>> = {
  'never answers': () => http(() => undefined),
  'takes the connection and is silent': () => raw(() => undefined),
  'closes at once': () => raw((socket) => void socket.destroy()),
  'trickles its head': () =>
    raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      trickle(() => socket.destroyed || socket.write('x-a: b\r\n'));
    }),
  'trickles its body': () =>
    http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      trickle(() => response.destroyed || response.write(' '));
    }),
  'redirects to itself': () =>
    http((request, response) => void response.writeHead(302, { location: request.url }).end()),
  'redirects without end': () =>
    http((request, response) => void response.writeHead(307, { location: `${request.url}x` }).end()),
  'redirects to a file': () =>
    http((_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
  'answers without end': () =>
    http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      endless(response);
    }),
  'promises 10 GB': () =>
    http((_, response) => {
      response.writeHead(200, { 'content-length': String(10 * 2 ** 30) });
      endless(response);
    }),
  'answers HTML': () => http((_, response) => void response.end('<!doctype html><script>alert(1)</script>')),
  'answers broken JSON': () => http((_, response) => void response.end('{"version": "1')),
  'answers with another shape': () =>
    http(
      (_, response) =>
        void response.end('{"version": {"a": []}, "model_versions": 7, "registered_model": []}'),
    ),
  'answers null': () => http((_, response) => void response.end('null')),
  'is no HTTP server': () => raw((socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n')),
  'sends a head of 1 MB': () =>
    raw((socket) => void socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(2 ** 20)}\r\n\r\n`)),
  'says 500 with a page': () => http((_, response) => void response.writeHead(500).end('<h1>oops</h1>')),
  'repeats the login': () =>
    http((request, response) => {
      const echo = `${request.headers.authorization} ${request.url}`;
      response.writeHead(400).end(JSON.stringify({ error_code: echo, message: echo, version: echo }));
    }),
  'greets with its guest’s login': () =>
    http(
      (request, response) => void response.end(JSON.stringify({ version: request.headers.authorization })),
    ),
};

/** A 200 is a 200, whatever stands in it. */
const HEALTHY = [
  'answers without end',
  'promises 10 GB',
  'answers HTML',
  'answers broken JSON',
  'answers with another shape',
  'answers null',
  'greets with its guest’s login',
];

const POLICY = policySchema.parse({
  health: { timeoutMs: 500, tries: 2, retryDelayMs: 0 },
  benchmark: { calls: 1, warmup: 0, batchSizes: [1] },
});
const NO_MODEL: ModelFile = {
  path: '/nowhere.onnx',
  demonstration: true,
  metadata: null,
  featureNames: null,
};

test.concurrent.each(Object.keys(SERVERS))('a server that %s', async (name) => {
  const port = await (SERVERS[name] ?? (() => Promise.reject(new Error(name))))();
  const settings = readSettings(
    {
      API_BASE_URL: `http://ada:zqmsecret@127.0.0.1:${port}/?key=zqmquery`,
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}`,
      MLFLOW_TRACKING_TOKEN: 'zqmtoken',
    },
    '/',
    () => 0,
  );
  const began = performance.now();
  const observed = await observe({
    settings,
    policy: POLICY,
    model: NO_MODEL,
    simulated: false,
    referenceRows: null,
    reporter: silentReporter,
    clock: Date.now,
  });
  expect(performance.now() - began).toBeLessThan(60_000);
  expect(observed.health.status).toBe(HEALTHY.includes(name) ? 'ok' : 'failed');
  if (observed.health.status === 'failed')
    expect(observed.health.reason).toMatch(/tries failed; the last: \w+/);
  expect(observed.registry.status).toBe('unknown');
  const text = JSON.stringify(observed);
  expect(text).not.toMatch(/zqm|YWRhOnpxbXNlY3JldA/);
  expect(text.length).toBeLessThan(4_000);
  expect(text).not.toMatch(/undefined|\[object|TypeError|fetch failed/);
});

test('of an endless answer little was taken', () => {
  expect(sent).toBeGreaterThan(0);
  // Limits are 64 kB and 5 MB an answer; the rest is what lay in buffers of the kernel.
  expect(sent).toBeLessThan(200 * 2 ** 20);
});
