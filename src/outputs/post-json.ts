import { configurationError } from '../monitor-error.ts';

/** What a request needs of the world; tests bring their own clock. */
export interface HttpWorld {
  readonly fetchImpl: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  /** Epoch milliseconds, to understand a `Retry-After` that names a time. */
  readonly now: () => number;
  /** For one try, its answer included. Default 10 s. */
  readonly timeoutMs?: number;
}

interface JsonRequest {
  /** The setting that named the address; errors say this, never the address, which is often a secret itself. */
  readonly setting: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const TRIES = 5;
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
/** A server that asks for more patience than this gets none tonight. */
const LONGEST_PAUSE_MS = 120_000;
const LARGEST_ANSWER = 1024 * 1024;

/**
 * Sends a request and returns the text of a 2xx answer. Answers 429 and 5xx and broken connections are tried again, up to
 * five times, with doubling pauses or as long as `Retry-After` says; redirects are not followed, because the address and
 * the headers are secrets of the host they were given for.
 *
 * @throws MonitorError `request-failed` (exit code 2) in words, without address, header or body.
 */
export async function requestJson(request: JsonRequest, world: HttpWorld): Promise<string> {
  let words = '';
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await attemptOnce(request, world);
    if (answer.text !== null) return answer.text;
    words = answer.words;
    const pause = answer.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
    if (!answer.again || attempt === TRIES) break;
    if (pause > LONGEST_PAUSE_MS) {
      words += ` and asks to wait ${Math.round(pause / 1000)} s`;
      break;
    }
    await world.sleep(pause);
  }
  throw configurationError('request-failed', `${request.setting}: the server ${words}.`);
}

interface Attempt {
  readonly text: string | null;
  readonly words: string;
  readonly again: boolean;
  readonly retryAfterMs: number | null;
}

async function attemptOnce(request: JsonRequest, world: HttpWorld): Promise<Attempt> {
  const { method, url, headers = {}, body } = request;
  const { fetchImpl, now, timeoutMs = TIMEOUT_MS } = world;
  try {
    const response = await fetchImpl(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'User-Agent': 'lead-scoring-monitor', ...(body === undefined ? {} : JSON_TYPE), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await limited(response);
    if (response.ok) return { text, words: '', again: false, retryAfterMs: null };
    const again = response.status === 429 || response.status >= 500;
    return {
      text: null,
      words: response.status >= 300 && response.status < 400 ? 'redirects' : `answered ${response.status}`,
      again,
      retryAfterMs: again ? retryAfter(response.headers.get('retry-after'), now()) : null,
    };
  } catch {
    // The error's message names the address.
    return { text: null, words: 'does not answer', again: true, retryAfterMs: null };
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

/** Seconds, or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,7}$/.test(header)) return Number(header) * 1000;
  const time = Date.parse(header);
  return Number.isFinite(time) ? Math.max(0, time - now) : null;
}

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
    if (size > LARGEST_ANSWER) {
      await reader.cancel();
      throw new Error('the answer is too long');
    }
  }
  return Buffer.concat(parts).toString('utf8');
}
