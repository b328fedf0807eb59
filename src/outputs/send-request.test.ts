import { describe, expect, test } from 'vitest';
import { mayHaveArrived } from './delivery.ts';
import { postOnce, requestText } from './send-request.ts';

const SECRET = 'https://hooks.example.org/services/T0/B0/s3cret';
const NOW = Date.UTC(2026, 1, 20, 12);

/** A fake server that gives these responses in turn; records every pause. */
function world(answers: readonly (Response | Error)[]) {
  const pauses: number[] = [];
  const sent: RequestInit[] = [];
  const left = [...answers];
  return {
    pauses,
    sent,
    fetchImpl: async (_url: unknown, init?: RequestInit) => {
      sent.push(init ?? {});
      const answer = left.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? fetchFailed({ code: 'ECONNREFUSED', syscall: 'connect' });
    },
    sleep: async (ms: number) => {
      pauses.push(ms);
    },
    now: () => NOW,
  };
}
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response('ok', { status, headers });
/** An error like that of Node's `fetch`, with the reason as its cause. */
const fetchFailed = (cause: object): Error =>
  new TypeError(`fetch failed for ${SECRET}`, { cause: Object.assign(new Error(SECRET), cause) });
const REFUSED = fetchFailed({ code: 'ECONNREFUSED', syscall: 'connect' });
const RESET = fetchFailed({ code: 'ECONNRESET', syscall: 'read' });
const broken = () =>
  new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }));
const endless = () =>
  new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) }));

type World = ReturnType<typeof world>;
const ask = (w: World) => requestText({ setting: 'GITHUB_API_URL', method: 'GET', url: SECRET }, w);
const post = (w: World) =>
  postOnce({ setting: 'SLACK_WEBHOOK_URL', url: SECRET, body: { a: 1 }, idempotencyKey: 'slack/1' }, w);
const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('no error'),
    (error: Error) => error,
  );

describe('a question', () => {
  test('is answered', async () => {
    const w = world([answer(200)]);
    expect(await ask(w)).toBe('ok');
    expect(w.pauses).toEqual([]);
    expect(w.sent[0]).toMatchObject({ method: 'GET', redirect: 'manual' });
  });

  test('is repeated with doubling pauses, five times in all', async () => {
    const w = world([answer(500), answer(503), RESET, broken(), answer(200)]);
    expect(await ask(w)).toBe('ok');
    expect(w.pauses).toEqual([1000, 2000, 4000, 8000]);
  });

  test('whose answer does not end is given up', async () => {
    const w = world([endless(), endless(), endless(), endless(), endless()]);
    expect((await failure(ask(w))).message).toBe('GITHUB_API_URL: the server breaks off its answer.');
  });

  test.each([
    ['400 is not repeated', [answer(400)], 'answered 400', 0],
    ['404 is not repeated', [answer(404)], 'answered 404', 0],
    ['a redirect is not followed', [answer(302, { location: 'https://evil.example' })], 'redirects', 0],
    ['nobody waits for an hour', [answer(429, { 'retry-after': '3600' })], 'asks to wait 3600 s', 0],
    ['nobody answers', [], 'does not answer', 4],
  ] as const)('%s, and the address stays secret', async (_, answers, words, pauses) => {
    const w = world(answers);
    const error = await failure(ask(w));
    expect(error.message).toContain(words);
    expect(`${error.message}${error.stack}`).not.toMatch(/s3cret|hooks\.example/);
    expect(w.pauses).toHaveLength(pauses);
  });
});

test.each([
  ['7', 7000],
  [new Date(NOW + 30_000).toUTCString(), 30_000],
  [new Date(NOW - 30_000).toUTCString(), 0],
  ['soon', 1000],
])('429 with Retry-After %s waits %d ms', async (header, pause) => {
  const w = world([answer(429, { 'retry-after': header }), answer(200)]);
  await post(w);
  expect(w.pauses).toEqual([pause]);
});

describe('a message', () => {
  test('carries the same idempotency key at every try', async () => {
    const w = world([answer(503), answer(200)]);
    await post(w);
    const headers = w.sent.map((init) => new Headers(init.headers).get('idempotency-key'));
    expect(headers).toEqual(['slack/1', 'slack/1']);
  });

  test.each([
    ['200', [answer(200)], 1],
    ['204', [new Response(null, { status: 204 })], 1],
    ['200 whose body breaks off', [broken()], 1],
    ['200 without end', [endless()], 1],
    ['refused connections, then 200', [REFUSED, REFUSED, answer(200)], 3],
    ['429 and 503, then 200', [answer(429), answer(503), answer(200)], 3],
  ] as const)('is sent after %s', async (_, answers, requests) => {
    const w = world(answers);
    await post(w);
    expect(w.sent).toHaveLength(requests);
  });

  test.each([
    ['no connection', [], 'does not answer', 5],
    ['a certificate that is not trusted', [fetchFailed({ code: 'CERT_HAS_EXPIRED' }), answer(403)], '403', 2],
    ['400', [answer(400)], 'answered 400', 1],
    ['a redirect', [answer(307, { location: 'https://evil.example' })], 'redirects', 1],
    ['503 five times', [503, 503, 503, 503, 503].map((status) => answer(status)), 'answered 503', 5],
  ] as const)('is surely not sent after %s', async (_, answers, words, requests) => {
    const w = world(answers);
    const error = await failure(post(w));
    expect(error).toMatchObject({ code: 'request-failed', exitCode: 4 });
    expect(mayHaveArrived(error)).toBe(false);
    expect(error.message).toContain(words);
    expect(w.sent).toHaveLength(requests);
  });

  test.each([
    ['500', [answer(500), answer(200)]],
    ['502', [answer(502), answer(200)]],
    ['504', [answer(504), answer(200)]],
    ['a connection that broke', [RESET, answer(200)]],
    ['silence', [new DOMException('timed out', 'TimeoutError'), answer(200)]],
    ['503, then a connection that broke', [answer(503), RESET, answer(200)]],
  ] as const)('may have arrived after %s, and is not repeated', async (_, answers) => {
    const w = world(answers);
    const error = await failure(post(w));
    expect(error).toMatchObject({ code: 'delivery-unknown', exitCode: 4 });
    expect(mayHaveArrived(error)).toBe(true);
    expect(error.message).toContain('may have arrived');
    expect(`${error.message}${error.stack}`).not.toMatch(/s3cret|hooks\.example/);
    expect(w.sent).toHaveLength(answers.length - 1);
  });
});
