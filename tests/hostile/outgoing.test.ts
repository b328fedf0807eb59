import type { Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { lemlistClient } from '../../src/ingest/services/lemlist/client.ts';
import { MonitorError } from '../../src/monitor-error.ts';
import { briefOf } from '../../src/outputs/brief.ts';
import { syncIssue } from '../../src/outputs/github/issue.ts';
import { sendMail } from '../../src/outputs/mail/send.ts';
import { requestJson } from '../../src/outputs/post-json.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { closeServers, raw, SERVERS, start, trickle } from '../support/hostile/servers.ts';

/** Servers that misbehave, as those that are told (Slack, webhooks, GitHub, mail) and as LemList, who is asked. */

afterAll(closeServers);

const world = { fetchImpl: fetch, sleep: async () => undefined, now: () => 0, timeoutMs: 300 };

/** The error in words, after checking that it is one, came soon and says no secret. */
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

/** A 200 is a 200, whatever stands in it, as long as it ends. */
const TAKEN = new Set([
  'answers HTML',
  'answers broken JSON',
  'answers with another shape',
  'answers null',
  'greets with its guest’s login',
]);

describe.each(Object.keys(SERVERS))('a server that %s', (name) => {
  test.concurrent('as Slack or webhook', async () => {
    const url = `http://127.0.0.1:${await start(name)}/services/zqmpath?key=zqmquery`;
    const headers = { Authorization: 'Bearer zqmtoken' };
    const sent = requestJson({ setting: 'WEBHOOK_URL', method: 'POST', url, headers, body: { a: 1 } }, world);
    if (TAKEN.has(name)) expect(typeof (await sent)).toBe('string');
    else
      expect(await fails(2, sent)).toMatch(
        /^WEBHOOK_URL: the server (does not answer|redirects|answered \d+)/,
      );
  });

  test.concurrent('as GitHub', async () => {
    const brief = { ...briefOf(fixtureReport({ rows: 50 }), null), status: 'red' as const };
    const apiUrl = `http://127.0.0.1:${await start(name)}`;
    const options = { apiUrl, token: 'zqmtoken', repository: 'a/b', brief, permalink: null, title: 'T' };
    expect(await fails(2, syncIssue(options, world))).toMatch(/^GITHUB_API_URL: /);
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
    // What is JSON is the caller's to judge.
    if (['answers with another shape', 'answers null', 'greets with its guest’s login'].includes(name)) {
      expect(await client.get('activities')).not.toBeInstanceOf(Array);
    } else expect(await fails(3, client.get('activities'))).toMatch(/^LemList: /);
  });
});

const slowly = (socket: Socket, text: string): void =>
  trickle(() => void (socket.destroyed || socket.write(text)));
const greet = (then: (socket: Socket) => void) => () =>
  raw((socket) => {
    socket.write('220 ready\r\n');
    socket.once('data', () => then(socket));
  });

const MAIL_SERVERS: Readonly<Record<string, () => Promise<number>>> = {
  'takes the connection and is silent': () => raw(() => undefined),
  'closes at once': () => raw((socket) => void socket.destroy()),
  'trickles its greeting': () => raw((socket) => slowly(socket, '2')),
  'greets without end': () => raw((socket) => slowly(socket, '220-again\r\n')),
  'greets and is silent': greet(() => undefined),
  'trickles its answer': greet((socket) => slowly(socket, 'x')),
  'answers in lines without end': greet((socket) => slowly(socket, '250-AGAIN\r\n')),
  'answers one line of gigabytes': greet((socket) => {
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
  expect(await fails(2, sent)).toMatch(/^SMTP_URL: (the|nothing) .* Nothing was sent\.$/);
});
