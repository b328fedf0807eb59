import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../src/pipeline/publish.ts';
import { type RawRequest, rawRequests, wholeAnswers } from '../support/hostile/raw-requests.ts';
import { type Client, get, rawClient } from '../support/local-server.ts';
import { HAS_PROC, openHandles, residentMb } from '../support/process-figures.ts';
import { type ServedSite, sendRaw, servedSite } from '../support/served-site.ts';

const PAGE = '<p>0123456789</p>\n';
const LARGE = 'x'.repeat(16 * 1024 * 1024);
let site: ServedSite;
beforeAll(async () => {
  site = await servedSite({ 'index.html': PAGE, 'large.txt': LARGE });
});
afterAll(() => site.close());

const pid = (): number => site.child.pid ?? 0;
const good = async (path = '/'): Promise<string> =>
  (await sendRaw(site.port, get(path, 'Connection: close\r\n'), 5_000)).split('\r\n\r\n')[1] ?? '';

async function expectWell(): Promise<void> {
  expect(site.child.exitCode, site.output()).toBeNull();
  expect(await good()).toBe(PAGE);
  expect(site.output()).toMatch(/^Serving \S+ on \S+ \(Ctrl-C ends it\)\n(?:Site \d+ is shown\.\n)*$/);
}

// RFC 9110, section 14.2: a server may ignore the Range header field.
test.each([
  'bytes=0-4',
  'bytes=10-5',
  'bytes=5-5',
  'bytes=-10',
  'bytes=-0',
  'bytes=9999-',
  'bytes=0-9999999999999999999999',
  'bytes=9007199254740993-9007199254740992',
  'bytes=--5',
  'bytes=1e3-2e1',
  'bytes=NaN-Infinity',
  'bytes=0-1,3-4',
  'bytes=4-1,0-1',
  'bytes=',
  'bytes',
  '-',
  '10-5',
  'items=10-5',
  'BYTES=7-3',
  'bytes = 7 - 3',
])('a Range that is %j is answered with the whole page, and the server lives', async (range) => {
  const answer = await sendRaw(
    site.port,
    `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: ${range}\r\n\r\n`,
  );
  const [head = '', body] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(head).toMatch(/^accept-ranges: none$/im);
  expect(head).not.toMatch(/^content-range:/im);
  expect(head).toMatch(new RegExp(`^content-length: ${PAGE.length}$`, 'im'));
  expect(body).toBe(PAGE);
  expect(site.child.exitCode).toBeNull();
});

async function sendAndLeave({ bytes, then }: RawRequest): Promise<string> {
  const { socket, text, ended } = rawClient(site.port, [bytes]);
  socket.setTimeout(200, () => socket.destroy());
  if (then === 'end') socket.end();
  if (then === 'reset') socket.once('connect', () => setTimeout(() => socket.resetAndDestroy(), 2));
  await ended;
  return text();
}

const EXPECTED = new Set([100, 200, 304, 400, 404, 405, 408, 413, 417, 431]);

test('2,000 malformed requests: each is answered whole, or its connection ends; others are answered meanwhile', async () => {
  const requests = rawRequests(2_000, 1);
  const before = HAS_PROC ? { handles: openHandles(pid()), mb: residentMb(pid()) } : null;
  const statuses = new Map<number, number>();
  const wrong: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const text = await sendAndLeave(request);
      const answers = wholeAnswers(text);
      if (answers === null && !request.mayBeCut) wrong.push(`${request.kind}: ${text.slice(0, 200)}`);
      for (const { status, body, head } of answers ?? []) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (!EXPECTED.has(status)) wrong.push(`${request.kind}: ${status}`);
        if (status === 200 && body !== PAGE)
          wrong.push(`${request.kind}: another page: ${body.slice(0, 99)}`);
        if (/set-cookie/i.test(head)) wrong.push(`${request.kind}: a header of the client's`);
      }
      if (next % 100 === 0) await expectWell();
    }
  };
  await Promise.all(Array.from({ length: 40 }, work));
  expect(wrong).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(100);
  expect(statuses.get(400)).toBeGreaterThan(100);
  await expectWell();
  if (before !== null) {
    await expect.poll(() => openHandles(pid()).sockets).toBeLessThanOrEqual(before.handles.sockets);
    expect(openHandles(pid()).others).toBe(before.handles.others);
    expect(residentMb(pid()) - before.mb).toBeLessThan(200);
  }
});

test('500 idle clients and 100 that do not read: others are answered, no file is held, and the idle ones are let go', async () => {
  const before = HAS_PROC ? openHandles(pid()) : null;
  const beginnings = ['', 'GET', 'GET / HTTP/1.1\r\nHost: a\r\nX: ', get('/'), 'POST / HTTP/1.1\r\nContent-'];
  const idle: Client[] = Array.from({ length: 500 }, (_, i) =>
    rawClient(
      site.port,
      [beginnings[i % beginnings.length] ?? ''].filter((text) => text !== ''),
    ),
  );
  const deaf = Array.from({ length: 100 }, () => rawClient(site.port, [get('/large.txt')]));
  for (const { socket } of deaf) socket.pause();
  await Promise.all([...idle, ...deaf].map(({ connected }) => connected));
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const began = performance.now();
    expect(await good()).toBe(PAGE);
    times.push(performance.now() - began);
  }
  expect(Math.max(...times)).toBeLessThan(2_000);
  expect(await good('/large.txt')).toBe(LARGE);
  if (before !== null) expect(openHandles(pid()).others).toBe(before.others);
  // The timeout is 10 s for a request head; an idle keep-alive connection is kept 25 s longer than the 5 s announced.
  expect(Math.max(...(await Promise.all(idle.map(({ ended }) => ended))))).toBeLessThan(40_000);
  for (const { socket } of deaf) socket.destroy();
  if (before !== null) {
    await expect
      .poll(() => openHandles(pid()).sockets, { timeout: 5_000 })
      .toBeLessThanOrEqual(before.sockets);
  }
  await expectWell();
}, 90_000);

test('builds beside the server: every answer is of one whole site, and the newest is shown', async () => {
  const page = (number: number): string => `<p>site ${number}</p>\n`.repeat(200);
  const put = (number: number): Promise<void> =>
    publish(site.dist, async (staging) => {
      await writeFile(join(staging, '404.html'), '');
      await writeFile(join(staging, 'index.html'), page(number));
    });
  await put(0);
  await expect.poll(good, { timeout: 10_000 }).toBe(page(0));
  let going = true;
  let asked = 0;
  const ask = async (): Promise<void> => {
    for (let last = 0; going; asked++) {
      const body = await good();
      const number = Number(/site (\d+)/.exec(body)?.[1]);
      expect(body).toBe(page(number));
      expect(number).toBeGreaterThanOrEqual(last);
      last = number;
    }
  };
  const clients = Promise.all([ask(), ask(), ask(), ask()]);
  for (let number = 1; number <= 100; number++) {
    await put(number);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await expect.poll(good, { timeout: 10_000 }).toBe(page(100));
  await rm(site.dist, { recursive: true });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  going = false;
  await clients;
  expect(asked).toBeGreaterThan(100);
  expect(await good()).toBe(page(100));
  expect(site.child.exitCode).toBeNull();
});
