import { expect, test } from 'vitest';
import { requestJson } from './post-json.ts';

const SECRET = 'https://hooks.example.org/services/T0/B0/s3cret';
const NOW = Date.UTC(2026, 1, 20, 12);

/** A world whose server gives these answers in turn, and which notes every pause. */
function world(answers: (Response | Error)[]) {
  const pauses: number[] = [];
  const sent: RequestInit[] = [];
  return {
    pauses,
    sent,
    fetchImpl: async (_url: unknown, init?: RequestInit) => {
      sent.push(init ?? {});
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error(`fetch failed for ${SECRET}`);
    },
    sleep: async (ms: number) => {
      pauses.push(ms);
    },
    now: () => NOW,
  };
}
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response('ok', { status, headers });
const send = (w: ReturnType<typeof world>) =>
  requestJson({ setting: 'SLACK_WEBHOOK_URL', method: 'POST', url: SECRET, body: { a: 1 } }, w);

test('an answer ends it', async () => {
  const w = world([answer(200)]);
  expect(await send(w)).toBe('ok');
  expect(w.pauses).toEqual([]);
  expect(w.sent[0]).toMatchObject({ method: 'POST', redirect: 'manual', body: '{"a":1}' });
});

test('pauses double while the server fails, five tries in all', async () => {
  const w = world([answer(500), answer(503), new Error('reset'), answer(502), answer(200)]);
  expect(await send(w)).toBe('ok');
  expect(w.pauses).toEqual([1000, 2000, 4000, 8000]);
});

test.each([
  ['7', 7000],
  [new Date(NOW + 30_000).toUTCString(), 30_000],
  [new Date(NOW - 30_000).toUTCString(), 0],
  ['soon', 1000],
])('429 with Retry-After %s waits %d ms', async (header, pause) => {
  const w = world([answer(429, { 'retry-after': header }), answer(200)]);
  await send(w);
  expect(w.pauses).toEqual([pause]);
});

test.each([
  ['400 is not tried again', [answer(400)], 'answered 400', 0],
  ['404 is not tried again', [answer(404)], 'answered 404', 0],
  ['a redirect is not followed', [answer(302, { location: 'https://evil.example' })], 'redirects', 0],
  ['nobody waits for an hour', [answer(429, { 'retry-after': '3600' })], 'asks to wait 3600 s', 0],
  ['nobody answers', [], 'does not answer', 4],
] as const)('%s, and the address stays secret', async (_, answers, words, pauses) => {
  const w = world([...answers]);
  const error: Error = await send(w).then(
    () => new Error('sent'),
    (reason: Error) => reason,
  );
  expect(error.message).toContain(
    `SLACK_WEBHOOK_URL: the server ${words.startsWith('asks') ? 'answered 429' : words}`,
  );
  expect(error.message).toContain(words);
  expect(`${error.message}${error.stack}`).not.toMatch(/s3cret|hooks\.example/);
  expect(w.pauses).toHaveLength(pauses);
});

test('an endless answer is cut off', async () => {
  const endless = () =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
      }),
    );
  const w = world([endless(), endless(), endless(), endless(), endless()]);
  await expect(send(w)).rejects.toThrow('does not answer');
});
