import { z } from 'zod';
import { readLimitedBody } from '../ingest/services/http.ts';
import { describeNetworkError } from '../ingest/services/network-errors.ts';
import { configurationError, type MonitorError, serviceError } from '../monitor-error.ts';
import { statusSchema } from '../report/schema/common.ts';
import type { Judged } from './gate.ts';

/** What a site elsewhere says of its newest report. */
export interface PublishedLatest {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly made: number;
  readonly verdict: Judged;
  readonly simulated: boolean;
}

interface FetchOptions {
  readonly fetchImpl: typeof fetch;
  /** Bound of everything together: connecting, redirects and the body. */
  readonly timeoutMs: number;
}

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 5;

/** The few fields that every version of a report has: a site may be of another version than this program. */
const latestSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  generatedAt: z.iso.datetime(),
  verdict: z.object({
    status: statusSchema,
    coverage: z.object({ missing: z.array(z.object({ essential: z.boolean() })) }).optional(),
  }),
  simulated: z.boolean(),
});

/**
 * Fetches `latest.json` of a published site.
 *
 * @param site address of the site, with its base path.
 * @throws MonitorError `bad-address` (exit code 2); `site-unreachable` or `no-published-report` (exit code 4).
 */
export async function fetchLatest(
  site: string,
  { fetchImpl, timeoutMs }: FetchOptions,
): Promise<PublishedLatest> {
  const signal = AbortSignal.timeout(timeoutMs);
  const url = latestAddress(site);
  const response = await fetchFollowing(url, fetchImpl, signal);
  const text = await readLimitedBody(response, MAX_BYTES).catch((error: unknown) => {
    throw unreachable(url, `the answer is cut (${reasonOf(error)})`, error);
  });
  if (text === null) throw noReport(url, `it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
  const parsed = latestSchema.safeParse(parseJson(text));
  if (!parsed.success) throw noReport(url, 'it is no report of this program');
  const { id, generatedAt, verdict, simulated } = parsed.data;
  return { id, made: Date.parse(generatedAt), verdict, simulated };
}

function latestAddress(site: string): URL {
  const url = URL.parse(site);
  const isUsable =
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isUsable) {
    throw configurationError(
      'bad-address',
      'The address of the site must begin with https:// or http:// and hold no credentials, such as https://team.github.io/monitor/.',
    );
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return new URL('latest.json', url);
}

async function fetchFollowing(first: URL, fetchImpl: typeof fetch, signal: AbortSignal): Promise<Response> {
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetchImpl(url, {
      redirect: 'manual',
      signal,
      headers: { accept: 'application/json', 'cache-control': 'no-cache' },
    }).catch((error: unknown) => {
      throw unreachable(url, reasonOf(error), error);
    });
    if (response.status === 200) return response;
    await response.body?.cancel().catch(() => undefined);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) {
      throw unreachable(url, `it answered ${response.status}`);
    }
    const next = redirectTarget(url, location);
    if (next === null) throw unreachable(url, 'it redirects to an address that is not followed');
    url = next;
  }
  throw unreachable(first, `more than ${MAX_REDIRECTS} redirects`);
}

/** Where a redirect leads; null for other protocols, credentials, and from https to http. */
export function redirectTarget(from: URL, location: string): URL | null {
  const to = URL.parse(location, from);
  if (to === null || to.username !== '' || to.password !== '') return null;
  if (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')) return to;
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError'
    ? 'no whole answer in time'
    : describeNetworkError(error);

const unreachable = (url: URL, why: string, cause?: unknown): MonitorError =>
  serviceError('site-unreachable', `${url.href} cannot be read: ${why}.`, cause);

const noReport = (url: URL, why: string): MonitorError =>
  serviceError('no-published-report', `${url.href}: ${why}.`);
