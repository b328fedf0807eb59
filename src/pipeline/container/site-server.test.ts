import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CLOSE, get, LARGE, type LocalServer, localServer } from '../../../tests/support/local-server.ts';
import { siteServer } from './site-server.ts';

let server: LocalServer;
afterEach(() => server.close());

test.each([
  ['/', 200, 'text/html; charset=utf-8', 'home'],
  ['/?a=b', 200, 'text/html; charset=utf-8', 'home'],
  ['http://elsewhere/', 200, 'text/html; charset=utf-8', 'home'],
  ['/index.html', 200, 'text/html; charset=utf-8', 'home'],
  ['/a/', 200, 'text/html; charset=utf-8', 'a page'],
  ['/a', 200, 'text/html; charset=utf-8', 'a page'],
  ['/b', 200, 'text/html; charset=utf-8', 'b page'],
  ['/t.csv', 200, 'text/csv; charset=utf-8', 'é'],
  ['/m.prom', 200, 'application/openmetrics-text; version=1.0.0; charset=utf-8', '# EOF'],
  ['/i.png', 200, 'image/png', 'png'],
  ['/caf%C3%A9.txt', 200, 'text/plain; charset=utf-8', 'coffee'],
  ['/none', 404, 'text/html; charset=utf-8', 'no such page'],
  ['/../../etc/passwd', 404, 'text/html; charset=utf-8', 'no such page'],
  ['//elsewhere/', 404, 'text/html; charset=utf-8', 'no such page'],
  ['/__proto__', 404, 'text/html; charset=utf-8', 'no such page'],
  ['/%', 400, 'text/plain; charset=utf-8', 'This address is not well-formed.\n'],
  ['/healthz', 200, 'text/plain; charset=utf-8', 'ok\n'],
])('GET %s is %i, as %s, and HEAD is its head', async (path, status, type, body) => {
  server = await localServer({
    files: {
      'a/index.html': 'a page',
      'b.html': 'b page',
      't.csv': 'é',
      'm.prom': '# EOF',
      'i.png': 'png',
      'café.txt': 'coffee',
      '404.html': 'no such page',
    },
  });
  const answer = Buffer.from(await server.ask(get(path, CLOSE)), 'latin1').toString();
  const [head = '', content] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head.toLowerCase().split('\r\n')).toContain(`content-type: ${type}`);
  expect(content).toBe(body);
  const [headOnly = '', nothing] = (await server.ask(get(path, CLOSE).replace('GET', 'HEAD'))).split(
    '\r\n\r\n',
  );
  const dateless = (text: string): string => text.replace(/^date:.*$/im, '');
  expect(dateless(headOnly)).toBe(dateless(head));
  expect(nothing).toBe('');
});

test('a client that has the page is told so, also after a build that did not change it', async () => {
  server = await localServer({ files: { 'other.html': '1' } });
  const etag = /^etag: (.+)$/im.exec(await server.ask(get('/', CLOSE)))?.[1]?.trim() ?? '';
  await server.show({ 'other.html': '2' });
  const answer = await server.ask(get('/', `If-None-Match: "x", W/${etag}\r\n${CLOSE}`));
  expect(answer).toMatch(/^HTTP\/1\.1 304 .*\r\n\r\n$/s);
  await server.show({ 'index.html': 'new' });
  expect(await server.ask(get('/', `If-None-Match: ${etag}\r\n${CLOSE}`))).toMatch(/ 200 OK.*new$/s);
});

test('other methods are refused and their bodies not waited for', async () => {
  server = await localServer();
  const request = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nabc';
  expect(await server.ask(request)).toMatch(/^HTTP\/1\.1 405 .*Allow: GET, HEAD/s);
});

test('under a base path', async () => {
  server = await localServer({ basePath: '/repo/' });
  expect(await server.ask(get('/repo/', CLOSE))).toMatch(/ 200 OK.*home$/s);
  for (const path of ['/', '/repo', '/repo?x']) {
    expect(await server.ask(get(path, CLOSE))).toMatch(/ 302 Found.*Location: \/repo\/\r\n/s);
  }
  expect(await server.ask(get('/repository/', CLOSE))).toMatch(/ 404 /);
  expect(await server.ask(get('/healthz', CLOSE))).toMatch(/ 200 /);
});

test('the health is what the server is told', async () => {
  let reason: string | null = null;
  server = await localServer({ building: true, unhealthy: () => reason });
  expect(await server.ask(get('/healthz', CLOSE))).toMatch(/ 200 OK.*building\n$/s);
  expect(await server.ask(get('/', CLOSE))).toMatch(/ 503 .*Retry-After: 5\r\n/s);
  reason = 'no site yet';
  expect(await server.ask(get('/healthz', CLOSE))).toMatch(/ 503 .*no site yet\n$/s);
});

test('a port that is taken is said', async () => {
  server = await localServer();
  const port = Number(new URL(server.served.url).port);
  const second = siteServer({ host: '127.0.0.1', port, basePath: '/' });
  await expect(second).rejects.toMatchObject({ code: 'port-unusable', exitCode: 2 });
});

test('an answer that began on the site before is sent to its end', async () => {
  server = await localServer({ files: { 'large.txt': LARGE } });
  const slow = server.client(get('/large.txt', CLOSE));
  slow.socket.pause();
  await slow.connected;
  await new Promise((resolve) => setTimeout(resolve, 100));
  rmSync(join(server.directory, 'large.txt'));
  await server.show({ 'index.html': 'the next' });
  expect(await server.ask(get('/', CLOSE))).toMatch(/the next$/);
  expect(await server.ask(get('/large.txt', CLOSE))).toMatch(/^HTTP\/1\.1 404 /);
  slow.socket.resume();
  await slow.ended;
  expect(slow.text().split('\r\n\r\n')[1]).toBe(LARGE);
});
