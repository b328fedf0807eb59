import { fateUnknown, unsent } from './delivery.ts';

/** What a request needs of the world; tests bring their own clock. */
export interface HttpWorld {
  readonly fetchImpl: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  /** Epoch milliseconds, to understand a `Retry-After` that names a time. */
  readonly now: () => number;
  /** For one try, its answer included. Default 10 s. */
  readonly timeoutMs?: number;
}

interface Addressed {
  /** The setting that named the address; errors say this, never the address, which is often a secret itself. */
  readonly setting: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that does no harm when it arrives twice. */
export interface IdempotentRequest extends Addressed {
  readonly method: 'GET' | 'PATCH';
  readonly body?: unknown;
}

/** A message. */
export interface PostRequest extends Addressed {
  readonly body: unknown;
  /** The same for every try at the same message, so that a server that knows the header takes it once. */
  readonly idempotencyKey: string;
}

const TRIES = 5;
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
/** A server that asks for more patience than this is given up. */
const MAX_PAUSE_MS = 120_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

/** What became of one try. */
interface Attempt {
  readonly outcome: 'done' | 'refused' | 'not-connected' | 'no-answer';
  /** For sentences that begin with "the server". */
  readonly words: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** Of a 2xx answer; null where it broke off or was too long. */
  readonly text: string | null;
}

/**
 * Asks a server, or changes something in a way that may be repeated, and returns the text of a 2xx answer. Answers 429 and
 * 5xx and broken connections are tried again, up to five times, with doubling pauses or as long as `Retry-After` says.
 * Redirects are not followed: the address and the headers are secrets of the host that they were given for.
 *
 * @throws MonitorError `request-failed` (exit code 4) in words, without address, header or body.
 */
export async function requestText(request: IdempotentRequest, world: HttpWorld): Promise<string> {
  const last = await tryAgain(request, world, (attempt) => {
    if (attempt.outcome === 'done') return attempt.text === null;
    return attempt.status === null || attempt.status === 429 || attempt.status >= 500;
  });
  if (last.outcome === 'done' && last.text !== null) return last.text;
  throw unsent(`${request.setting}: the server ${last.words}.`);
}

/**
 * Sends a message at most once. A 2xx status line means that it was taken, whatever its body does. It is sent again only
 * where it was surely not taken: no connection, or an answer 429 or 503.
 *
 * @throws MonitorError `request-failed` where it was surely not taken, `delivery-unknown` where it may have been: another
 * 5xx, or a connection that broke or fell silent after the request was sent. Both exit code 4, without address or body.
 */
export async function postOnce(request: PostRequest, world: HttpWorld): Promise<void> {
  const { idempotencyKey, headers, ...rest } = request;
  const message = {
    ...rest,
    method: 'POST' as const,
    headers: { 'Idempotency-Key': idempotencyKey, ...headers },
  };
  const last = await tryAgain(message, world, ({ outcome, status }) =>
    outcome === 'refused' ? status === 429 || status === 503 : outcome === 'not-connected',
  );
  if (last.outcome === 'done') return;
  const words = `${request.setting}: the server ${last.words}.`;
  const failed = last.status !== null && last.status >= 500 && last.status !== 503;
  throw last.outcome === 'no-answer' || failed ? fateUnknown(words) : unsent(words);
}

type AnyRequest = Addressed & { readonly method: string; readonly body?: unknown };

/** The last of at most five tries. */
async function tryAgain(
  request: AnyRequest,
  world: HttpWorld,
  again: (attempt: Attempt) => boolean,
): Promise<Attempt> {
  for (let count = 1; ; count++) {
    const attempt = await attemptOnce(request, world);
    if (count === TRIES || !again(attempt)) return attempt;
    const pause = attempt.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (count - 1);
    if (pause > MAX_PAUSE_MS) {
      return { ...attempt, words: `${attempt.words} and asks to wait ${Math.round(pause / 1000)} s` };
    }
    await world.sleep(pause);
  }
}

async function attemptOnce(request: AnyRequest, world: HttpWorld): Promise<Attempt> {
  const { method, url, headers = {}, body } = request;
  const { fetchImpl, now, timeoutMs = TIMEOUT_MS } = world;
  let response: Response;
  try {
    response = await fetchImpl(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'User-Agent': 'lead-scoring-monitor', ...(body === undefined ? {} : JSON_TYPE), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    // The error's message names the address, so only its code is looked at.
    const outcome = neverConnected(error) ? 'not-connected' : 'no-answer';
    return { outcome, words: 'does not answer', status: null, retryAfterMs: null, text: null };
  }
  const { status } = response;
  if (response.ok) {
    const text = await limited(response).catch(() => null);
    return { outcome: 'done', words: 'breaks off its answer', status, retryAfterMs: null, text };
  }
  await response.body?.cancel().catch(() => undefined);
  const words = status >= 300 && status < 400 ? 'redirects' : `answered ${status}`;
  const retryAfterMs =
    status === 429 || status >= 500 ? retryAfter(response.headers.get('retry-after'), now()) : null;
  return { outcome: 'refused', words, status, retryAfterMs, text: null };
}

/** True where the connection, or the TLS handshake that comes before the request, failed: nothing of it was sent. */
function neverConnected(error: unknown): boolean {
  const causes = [error, (error as { cause?: unknown } | null)?.cause];
  const nested = causes.flatMap((cause) => (cause instanceof AggregateError ? cause.errors : [cause]));
  return nested.some((cause) => {
    const { code, syscall } = (cause ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
    if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
    return typeof code === 'string' && (code === 'UND_ERR_CONNECT_TIMEOUT' || /CERT|SSL|TLS/.test(code));
  });
}

/** Seconds, or an HTTP date (RFC 9110, 10.2.3), in ms; null where there is none. */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,7}$/.test(header)) return Number(header) * 1000;
  const time = Date.parse(header);
  return Number.isFinite(time) ? Math.max(0, time - now) : null;
}

/** @throws Error where the answer breaks off or is longer than a megabyte. */
async function limited(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return '';
  const reader = response.body.getReader();
  for (;;) {
    const { done, value: part } = await reader.read();
    if (done) break;
    parts.push(part);
    size += part.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      await reader.cancel();
      throw new Error('the answer is too long');
    }
  }
  return Buffer.concat(parts).toString('utf8');
}
