import { decodeUrlPart, readLimitedBody } from '../http.ts';
import { describeNetworkError, networkCode } from '../network-errors.ts';

export interface HealthAnswer {
  readonly statusCode: number | null;
  readonly version: string | null;
  /** Message of the failure; null when an answer was read to its end. */
  readonly error: string | null;
  readonly refused: boolean;
}

const MAX_REDIRECTS = 5;
const MAX_BODY_BYTES = 64 * 1024;

/** One try: follows redirects, reads at most 64 kB of the answer, and gives up after `timeoutMs` altogether. */
export async function requestHealth(
  start: URL,
  timeoutMs: number,
  fetchImpl: typeof fetch,
): Promise<HealthAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const seen = new Set<string>();
  let url = start;
  let statusCode: number | null = null;
  try {
    for (;;) {
      if (seen.has(url.href)) return failed(statusCode, 'redirects in a loop');
      if (seen.size > MAX_REDIRECTS) return failed(statusCode, `more than ${MAX_REDIRECTS} redirects`);
      seen.add(url.href);
      const response = await fetchImpl(withoutCredentials(url), {
        redirect: 'manual',
        signal,
        headers: { accept: 'application/json', ...authorization(url, start) },
      });
      statusCode = response.status;
      const location = response.headers.get('location');
      if (statusCode < 300 || statusCode > 399 || location === null) {
        const body = await readLimitedBody(response, MAX_BODY_BYTES);
        return { statusCode, version: readVersion(body ?? ''), error: null, refused: false };
      }
      await response.body?.cancel();
      if (!URL.canParse(location, url))
        return failed(statusCode, 'redirects to an address that is not valid');
      url = new URL(location, url);
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        return failed(statusCode, `redirects to a ${url.protocol} address`);
      }
    }
  } catch (error) {
    if (signal.aborted) return failed(statusCode, timeoutMessage(statusCode, timeoutMs));
    return {
      ...failed(statusCode, describeNetworkError(error)),
      refused: networkCode(error) === 'ECONNREFUSED',
    };
  }
}

const timeoutMessage = (statusCode: number | null, timeoutMs: number): string =>
  statusCode === null
    ? `no answer within ${timeoutMs} ms`
    : `answered ${statusCode}, but the answer did not end within ${timeoutMs} ms`;

const failed = (statusCode: number | null, error: string): HealthAnswer => ({
  statusCode,
  version: null,
  error,
  refused: false,
});

/** The URL without user and password: `fetch` refuses URLs with them. */
function withoutCredentials(url: URL): URL {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy;
}

/** User and password of the address, sent only to the origin they were given for. */
function authorization(url: URL, start: URL): Record<string, string> {
  if (start.username === '' && start.password === '') return {};
  if (url.origin !== start.origin) return {};
  const pair = `${decodeUrlPart(start.username)}:${decodeUrlPart(start.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function readVersion(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null) return null;
    const fields = answer as { readonly version?: unknown; readonly model_version?: unknown };
    const version = fields.version ?? fields.model_version;
    return typeof version === 'string' || typeof version === 'number' ? String(version).slice(0, 100) : null;
  } catch {
    // A health check need not answer in JSON; then there is no version.
    return null;
  }
}
