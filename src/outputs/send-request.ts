import { deliveryUnknown, unsent } from './delivery.ts';

/** External functions that requests use; tests replace them. */
export interface HttpEnvironment {
  readonly fetchImpl: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  /** Current time in epoch milliseconds, for a `Retry-After` with a date. */
  readonly now: () => number;
  /** Timeout of one attempt including the response, in ms. Default 10 s. */
  readonly timeoutMs?: number;
}

interface Addressed {
  /** Name of the setting with the address; used in errors instead of the address, which may be a secret. */
  readonly setting: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An idempotent request; a POST only where the server recognises a repeated body by a key in it. */
export interface IdempotentRequest extends Addressed {
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly body?: unknown;
}

/** A request that must not be repeated. */
export interface PostRequest extends Addressed {
  readonly body: unknown;
  /** Equal for all attempts at one message, so that servers that support the header accept it once. */
  readonly idempotencyKey: string;
}

const TRIES = 5;
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
/** Longer `Retry-After` pauses are not waited for. */
const MAX_PAUSE_MS = 120_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

/** Result of one attempt. */
interface Attempt {
  readonly outcome: 'done' | 'refused' | 'not-connected' | 'no-answer';
  /** Predicate of a sentence with the subject "the server". */
  readonly words: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** Body of a 2xx response; null where it is incomplete or too long. */
  readonly text: string | null;
}

/**
 * Sends an idempotent request and returns the text of a 2xx response. Retries after 429, 5xx and connection errors, up to
 * five attempts in total, with doubling pauses or those of `Retry-After`. Redirects are not followed, because address and
 * headers may be secrets that belong to the configured host.
 *
 * @throws MonitorError `request-failed` (exit code 4); its message has no address, header or body.
 */
export async function requestText(request: IdempotentRequest, world: HttpEnvironment): Promise<string> {
  const last = await tryAgain(request, world, (attempt) => {
    if (attempt.outcome === 'done') return attempt.text === null;
    return attempt.status === null || isLimited(attempt) || attempt.status >= 500;
  });
  if (last.outcome === 'done' && last.text !== null) return last.text;
  throw unsent(`${request.setting}: the server ${last.words}.`);
}

/**
 * Sends a message at most once. A 2xx status means that it was accepted, even if the body is incomplete. Retries only if it
 * was certainly not accepted: no connection, or 429 or 503.
 *
 * @returns the text of the response; null where it is incomplete or too long.
 * @throws MonitorError (exit code 4, without address or body) `request-failed` if it was certainly not accepted,
 *   `delivery-unknown` if it may have been: another 5xx, or a connection that broke or timed out after sending.
 */
export async function postOnce(request: PostRequest, world: HttpEnvironment): Promise<string | null> {
  const { idempotencyKey, headers, ...rest } = request;
  const message = {
    ...rest,
    method: 'POST' as const,
    headers: { 'Idempotency-Key': idempotencyKey, ...headers },
  };
  const last = await tryAgain(message, world, (attempt) =>
    attempt.outcome === 'refused'
      ? isLimited(attempt) || attempt.status === 503
      : attempt.outcome === 'not-connected',
  );
  if (last.outcome === 'done') return last.text;
  const words = `${request.setting}: the server ${last.words}.`;
  const failed = last.status !== null && last.status >= 500 && last.status !== 503;
  throw last.outcome === 'no-answer' || failed ? deliveryUnknown(words) : unsent(words);
}

type AnyRequest = Addressed & { readonly method: string; readonly body?: unknown };

/** Result of the last of at most five attempts. */
async function tryAgain(
  request: AnyRequest,
  world: HttpEnvironment,
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

async function attemptOnce(request: AnyRequest, world: HttpEnvironment): Promise<Attempt> {
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
    // Only the code is used, because the error's message contains the address.
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
    status === 403 || status === 429 || status >= 500 ? pauseOf(response.headers, now()) : null;
  return { outcome: 'refused', words, status, retryAfterMs, text: null };
}

/**
 * Whether a server refuses because there were too many requests. GitHub does with 403 and says how long:
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const isLimited = ({ status, retryAfterMs }: Attempt): boolean =>
  status === 429 || (status === 403 && retryAfterMs !== null);

/** Whether connecting or the TLS handshake failed, so that nothing of the request was sent. */
function neverConnected(error: unknown): boolean {
  const causes = [error, (error as { cause?: unknown } | null)?.cause];
  const nested = causes.flatMap((cause) => (cause instanceof AggregateError ? cause.errors : [cause]));
  return nested.some((cause) => {
    const { code, syscall } = (cause ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
    if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
    return typeof code === 'string' && (code === 'UND_ERR_CONNECT_TIMEOUT' || /CERT|SSL|TLS/.test(code));
  });
}

/** How long a server asks to wait, in ms: `Retry-After`, or the end of GitHub's period where its limit is used up. */
function pauseOf(headers: Headers, now: number): number | null {
  const reset = headers.get('x-ratelimit-remaining') === '0' ? headers.get('x-ratelimit-reset') : null;
  const resetMs = reset !== null && /^\d{1,11}$/.test(reset) ? Math.max(0, Number(reset) * 1000 - now) : null;
  return retryAfter(headers.get('retry-after'), now) ?? resetMs;
}

/** Parses `Retry-After`, seconds or an HTTP date (RFC 9110, 10.2.3), to ms; null where it is missing or invalid. */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,7}$/.test(header)) return Number(header) * 1000;
  const time = Date.parse(header);
  return Number.isFinite(time) ? Math.max(0, time - now) : null;
}

/** Reads a body. @throws Error where it is incomplete or longer than `MAX_ANSWER_BYTES`. */
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
