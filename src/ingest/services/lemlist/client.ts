import { inputError } from '../../../monitor-error.ts';
import { readLimitedBody, retryAfterMs } from '../http.ts';
import { describeNetworkError } from '../network-errors.ts';

/** Time as the client uses it, replaceable in tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface LemlistOptions {
  readonly apiKey: string;
  /** `https://api.lemlist.com/api` unless it is overridden. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly fetchImpl?: typeof fetch;
  /** For each request (30 s). */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Told when the client waits for the rate limit. */
  readonly onWait?: (ms: number, why: string) => void;
}

/** GETs of LemList's REST API that keep to its rate limit. */
export interface LemlistClient {
  /**
   * Parsed JSON of one resource. Throws MonitorError (exit 3) with the reason after the last try; the message
   * never contains the key.
   */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
}

const MAX_BODY_BYTES = 50_000_000;
const MAX_TRIES = 6;
/** If the server asks for a longer wait, the client gives up. */
const MAX_WAIT_MS = 120_000;
/** The documented limit: 20 requests in 2 seconds. */
const WINDOW_MS = 2000;

const failure = (code: string, message: string): Error => inputError(code, `LemList: ${message}`);

/** How long to wait before the next request so that it is not refused: until the reset when nothing remains. */
function waitForReset(headers: Headers, now: number): number {
  const remaining = headers.get('x-ratelimit-remaining');
  if (remaining === null || Number(remaining) > 0) return 0;
  const reset = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  if (!Number.isNaN(reset)) return Math.min(MAX_WAIT_MS, Math.max(0, reset - now));
  return retryAfterMs(headers.get('retry-after'), now) ?? WINDOW_MS;
}

function explainStatus(status: number, path: string): Error {
  if (status === 401 || status === 403) {
    return failure(
      'lemlist-login',
      `the API key was refused (HTTP ${status}); set LEMLIST_API_KEY to a key of Settings > Integrations`,
    );
  }
  if (status === 404)
    return failure('lemlist-not-found', `nothing at ${path} (HTTP 404); check --campaign and --base-url`);
  return failure('lemlist-http', `${path} was answered with HTTP ${status}`);
}

function parseBody(text: string | null, path: string): unknown {
  if (text === null)
    throw failure('lemlist-too-large', `the answer to ${path} is larger than ${MAX_BODY_BYTES / 1e6} MB`);
  try {
    return JSON.parse(text);
  } catch {
    const what = /^\s*</.test(text) ? 'an HTML page' : 'text that is not JSON';
    throw failure('lemlist-not-json', `${path} was answered with ${what}; check --base-url`);
  }
}

function requestUrl(baseUrl: string, path: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  return `${baseUrl.replace(/\/+$/, '')}/${path}${search === '' ? '' : `?${search}`}`;
}

interface Answer {
  readonly response: Response;
  /** Null where it is too long, and for a status that is not 2xx. */
  readonly text: string | null;
}

/**
 * A client with basic authentication (empty user, the API key as password). 429 is waited out as `Retry-After` asks;
 * 5xx and broken connections are tried again after 1, 2, 4 … seconds; six tries in all.
 */
export function lemlistClient(options: LemlistOptions): LemlistClient {
  const { clock, signal, baseUrl, timeoutMs = 30_000 } = options;
  const fetchImpl = options.fetchImpl ?? fetch;
  const authorization = `Basic ${Buffer.from(`:${options.apiKey}`).toString('base64')}`;
  let notBefore = 0;

  const pause = async (ms: number, why: string): Promise<void> => {
    if (ms > MAX_WAIT_MS)
      throw failure('lemlist-rate-limit', `asks to wait ${Math.round(ms / 1000)} s; try again later`);
    if (ms <= 0) return;
    options.onWait?.(ms, why);
    await clock.sleep(ms);
    signal?.throwIfAborted();
  };
  /** The answer, or the message of a connection failure (before or while the answer was read), which may be retried. */
  const tryOnce = async (url: string): Promise<Answer | string> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetchImpl(url, {
        headers: { accept: 'application/json', authorization },
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      });
      if (response.ok) return { response, text: await readLimitedBody(response, MAX_BODY_BYTES) };
      await response.body?.cancel();
      return { response, text: null };
    } catch (error) {
      signal?.throwIfAborted();
      return timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : describeNetworkError(error);
    }
  };
  return {
    async get(path, query = {}) {
      const url = requestUrl(baseUrl, path, query);
      let lastReason = '';
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        await pause(notBefore - clock.now(), 'rate limit');
        const answer = await tryOnce(url);
        const backoff = 1000 * 2 ** attempt;
        if (typeof answer === 'string') {
          lastReason = answer;
          await pause(backoff, answer);
          continue;
        }
        const { response, text } = answer;
        notBefore = clock.now() + waitForReset(response.headers, clock.now());
        if (response.status === 429) {
          lastReason = 'the rate limit (HTTP 429)';
          await pause(retryAfterMs(response.headers.get('retry-after'), clock.now()) ?? backoff, 'HTTP 429');
          continue;
        }
        if (response.status >= 500) {
          lastReason = `HTTP ${response.status}`;
          await pause(backoff, lastReason);
          continue;
        }
        if (!response.ok) throw explainStatus(response.status, path);
        return parseBody(text, path);
      }
      throw failure(
        'lemlist-unreachable',
        `${path}: gave up after ${MAX_TRIES} tries; the last one ended with: ${lastReason}`,
      );
    },
  };
}
