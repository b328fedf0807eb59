import type { Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { lemlistClient } from '../../src/ingest/services/lemlist/client.ts';
import { MonitorError } from '../../src/monitor-error.ts';
import { briefOf } from '../../src/outputs/brief.ts';
import { syncIssue } from '../../src/outputs/github/issue.ts';
import { sendMail } from '../../src/outputs/mail/send.ts';
import { postOnce } from '../../src/outputs/send-request.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { closeServers, raw, SERVERS, start, trickle } from '../support/hostile/servers.ts';

/** Misbehaving servers, as receivers of messages (Slack, webhooks, GitHub, mail) and as the LemList API. */

afterAll(closeServers);

const world = { fetchImpl: fetch, sleep: async () => undefined, now: () => 0, timeoutMs: 300 };

/** The error message, after checking exit code, duration and the absence of secrets. */
async function fails(exitCode: number, work: Promise<unknown>): Promise<string> {
  const began = performance.now();
  const error = await work.then(
    () => 'it ended well',
    (reason: unknown) => reason,
  );
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(error).toBeInstanceOf(MonitorError);
  const { message, exitCode: code } = error as MonitorError;
  expect(code).toBe(exitCode);
  expect(message.length).toBeLessThan(400);
  expect(message).not.toMatch(/zqm|undefined|\[object|TypeError|fetch failed|127\.0\.0\.1/);
  return message;
}

/** Counts requests. */
function counting(): { fetchImpl: typeof fetch; requests: () => number } {
  let count = 0;
  return {
    requests: () => count,
    fetchImpl: (...request) => {
      count++;
      return fetch(...request);
    },
  };
}

/** The status is 200: the message was accepted, whatever the body. */
const TAKEN = new Set([
  'trickles its body',
  'answers without end',
  'promises 10 GB',
  'answers HTML',
  'answers broken JSON',
  'answers with another shape',
  'answers null',
  'greets with its guest’s login',
]);
/** The server refuses explicitly: nothing was accepted. */
const REFUSED = new Set([
  'redirects to itself',
  'redirects without end',
  'redirects to a file',
  'repeats the login',
]);

describe.each(Object.keys(SERVERS))('a server that %s', (name) => {
  test.concurrent('as Slack or webhook', async () => {
    const url = `http://127.0.0.1:${await start(name)}/services/zqmpath?key=zqmquery`;
    const headers = { Authorization: 'Bearer zqmtoken' };
    const { fetchImpl, requests } = counting();
    const message = { setting: 'WEBHOOK_URL', url, headers, body: { a: 1 }, idempotencyKey: 'a' };
    const sent = postOnce(message, { ...world, fetchImpl });
    if (TAKEN.has(name)) await sent;
    else {
      const words = await fails(4, sent);
      expect(words).toMatch(/^WEBHOOK_URL: the server (does not answer|redirects|answered \d+)/);
      expect(/may have arrived/.test(words)).toBe(!REFUSED.has(name));
    }
    // The message must not be sent twice.
    expect(requests()).toBe(1);
  });

  test.concurrent('as GitHub', async () => {
    const brief = { ...briefOf(fixtureReport({ rows: 50 }), null), status: 'red' as const };
    const apiUrl = `http://127.0.0.1:${await start(name)}`;
    const options = {
      apiUrl,
      token: 'zqmtoken',
      repository: 'a/b',
      brief,
      generatedAt: '2026-02-20T12:00:00Z',
      permalink: null,
      title: 'T',
    };
    expect(await fails(4, syncIssue(options, world))).toMatch(/^GITHUB_API_URL: /);
  });

  test.concurrent('as LemList', async () => {
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    const baseUrl = `http://127.0.0.1:${await start(name)}/api`;
    const client = lemlistClient({ apiKey: 'zqmkey', baseUrl, clock, timeoutMs: 300 });
    // Valid JSON is checked by the caller.
    if (['answers with another shape', 'answers null', 'greets with its guest’s login'].includes(name)) {
      expect(await client.get('activities')).not.toBeInstanceOf(Array);
    } else expect(await fails(3, client.get('activities'))).toMatch(/^LemList: /);
  });
});

const slowly = (socket: Socket, text: string): void =>
  trickle(() => void (socket.destroyed || socket.write(text)));
const greeting = (then: (socket: Socket) => void) => () =>
  raw((socket) => {
    socket.write('220 ready\r\n');
    socket.once('data', () => then(socket));
  });

const MAIL_SERVERS: Readonly<Record<string, () => Promise<number>>> = {
  'takes the connection and is silent': () => raw(() => undefined),
  'closes at once': () => raw((socket) => void socket.destroy()),
  'trickles its greeting': () => raw((socket) => slowly(socket, '2')),
  'greets without end': () => raw((socket) => slowly(socket, '220-again\r\n')),
  'greets and is silent': greeting(() => undefined),
  'trickles its answer': greeting((socket) => slowly(socket, 'x')),
  'answers in lines without end': greeting((socket) => slowly(socket, '250-AGAIN\r\n')),
  'answers one line of gigabytes': greeting((socket) => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', more);
    more();
  }),
  'is an HTTP server': () => raw((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n<html>')),
  'sends garbage': () => raw((socket) => void socket.end(Buffer.alloc(5_000, 0xfe))),
  'repeats what it is told': () =>
    raw((socket) => {
      socket.write('220 ready\r\n');
      socket.on('data', (bytes) => socket.write(`535 ${bytes.toString().trim()}\r\n`));
    }),
};

test.concurrent.each(Object.keys(MAIL_SERVERS))('a mail server that %s', async (name) => {
  const port = await (MAIL_SERVERS[name] ?? (() => Promise.reject(new Error(name))))();
  const mail = { from: 'a@example.org', to: 'b@example.org', subject: 'x', text: 'x' };
  const url = `smtp://ada:zqmsecret@127.0.0.1:${port}`;
  const sent = sendMail(url, mail, { timeoutMs: 500, deadlineMs: 2_000 });
  expect(await fails(4, sent)).toMatch(/^SMTP_URL: (the|nothing) .* Nothing was sent\.$/);
});

/** A server that receives a whole message and then calls `then`. */
const afterTheMessage = (then: (socket: Socket) => void) => () =>
  raw((socket) => {
    let message = false;
    socket.write('220 ready\r\n');
    socket.on('data', (bytes) => {
      const text = bytes.toString();
      if (message) {
        if (text.endsWith('\r\n.\r\n')) then(socket);
      } else if (text.startsWith('DATA')) {
        message = true;
        socket.write('354 go on\r\n');
      } else socket.write('250 fine\r\n');
    });
  });

test.concurrent.each([
  ['closes before it answers', afterTheMessage((socket) => void socket.destroy()), true],
  ['is silent', afterTheMessage(() => undefined), true],
  ['trickles its answer', afterTheMessage((socket) => slowly(socket, '2')), true],
  ['says no', afterTheMessage((socket) => void socket.write('554 spam\r\n')), false],
] as const)('a mail server that takes the message and %s', async (_, start, unknown) => {
  const mail = { from: 'a@example.org', to: 'b@example.org', subject: 'x', text: 'x' };
  const sent = sendMail(`smtp://127.0.0.1:${await start()}`, mail, { timeoutMs: 500, deadlineMs: 2_000 });
  expect(await fails(4, sent)).toMatch(unknown ? /may have arrived/ : /answer 554\. Nothing was sent\.$/);
});
