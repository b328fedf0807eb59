import { afterEach, expect, test } from 'vitest';
import {
  CLOSE,
  type Client,
  get,
  LARGE,
  type LocalServer,
  localServer,
} from '../../../tests/support/local-server.ts';

let server: LocalServer;
afterEach(() => server.close());

/** Milliseconds until the server has no connections; asked on the server, as a client that does not read is not notified. */
async function noConnection(): Promise<number> {
  const began = performance.now();
  await expect.poll(server.connections, { timeout: 15_000 }).toBe(0);
  return performance.now() - began;
}

async function paused(...requests: readonly string[]): Promise<Client> {
  const client = server.client(...requests);
  client.socket.pause();
  await client.connected;
  return client;
}

test('a client that says nothing, or its head too slowly, is let go', async () => {
  server = await localServer({ limits: { headersMs: 300, idleMs: 60_000 } });
  const silent = server.client();
  const slow = server.client('GET / HTTP/1.1\r\n');
  const timer = setInterval(() => slow.socket.write('X-A: b\r\n'), 50);
  const times = await Promise.all([silent.ended, slow.ended]);
  clearInterval(timer);
  expect(Math.max(...times)).toBeLessThan(3_000);
  expect(slow.text()).toMatch(/^HTTP\/1\.1 408 /);
});

test('a body that does not end is not waited for', async () => {
  server = await localServer({ limits: { headersMs: 300, requestMs: 600, idleMs: 60_000 } });
  const { socket, text, ended } = server.client(get('/', 'Content-Length: 1000000\r\n'));
  const timer = setInterval(() => socket.write('x'), 50);
  expect(await ended).toBeLessThan(3_000);
  clearInterval(timer);
  expect(text()).toMatch(/^HTTP\/1\.1 200 OK.*home/s);
});

test('a client that does not read is let go', async () => {
  server = await localServer({ files: { 'large.txt': LARGE }, limits: { idleMs: 300, writeMs: 60_000 } });
  const { socket } = await paused(get('/large.txt'));
  expect(await noConnection()).toBeLessThan(3_000);
  socket.destroy();
});

test('a client that reads a little now and then is let go', async () => {
  server = await localServer({
    files: { 'large.txt': LARGE },
    limits: { idleMs: 60_000, writeMs: 500, minBytesPerMs: LARGE.length / 500 },
  });
  const { socket } = await paused(get('/large.txt'));
  const timer = setInterval(() => socket.read(1_024), 50);
  expect(await noConnection()).toBeLessThan(4_000);
  clearInterval(timer);
  socket.destroy();
});

test('of too many connections the one that is silent for longest is ended, and a new one is answered', async () => {
  server = await localServer({ limits: { maxConnections: 10 } });
  const active = server.client(get('/'));
  await expect.poll(active.text).toContain('home');
  const idle: Client[] = [];
  for (let i = 0; i < 9; i++) {
    const next = server.client();
    await next.connected;
    idle.push(next);
  }
  active.socket.write(get('/'));
  await expect.poll(() => active.text().split('home').length).toBe(3);
  expect(await server.ask(get('/healthz', CLOSE))).toMatch(/ 200 OK/);
  expect(await idle[0]?.ended).toBeLessThan(3_000);
  expect(idle.slice(1).some(({ socket }) => socket.destroyed)).toBe(false);
  expect(active.socket.destroyed).toBe(false);
  for (const { socket } of [active, ...idle]) socket.destroy();
});

test('requests sent at once on one connection are answered in order', async () => {
  const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i}.txt`, `no ${i}`]));
  server = await localServer({ files });
  const paths = [3, 1, 4, 1, 5, 9, 2, 6];
  const requests = paths.map((i) => get(`/${i}.txt`)).join('');
  const answer = await server.ask(`${requests}${get('/none', CLOSE)}`);
  expect([...answer.matchAll(/no (\d)/g)].map(([, i]) => Number(i))).toEqual(paths);
  expect(answer).toMatch(/ 404 Not Found\r\n.*Not found\.\n$/s);
});

test('a flood of requests on one connection ends it, and holds next to no memory', async () => {
  server = await localServer({ files: { 'large.txt': LARGE } });
  const before = process.memoryUsage().rss;
  const flood = Array.from({ length: 20 }, () => server.client(get('/large.txt').repeat(3_000)));
  for (const { socket } of flood) socket.pause();
  await Promise.all(flood.map(({ connected }) => connected));
  await noConnection();
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  for (const { socket } of flood) socket.destroy();
  expect(await server.ask(get('/', CLOSE))).toContain('home');
});
