import { configurationError } from '../../../monitor-error.ts';
import { type HealthAnswer, requestHealth } from './health-request.ts';

export interface HealthAttempt {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ok: boolean;
  readonly statusCode: number | null;
  readonly latencyMs: number | null;
  /** In words; null when the answer was 200. */
  readonly error: string | null;
}

/** What `/health` answered, recorded so that a build can be repeated. */
export interface HealthObservation {
  readonly status: 'ok' | 'failed' | 'unknown';
  /** Scheme, host and port alone: this is published, and a path may be a secret of a gateway. */
  readonly url: string;
  readonly attempts: readonly HealthAttempt[];
  /** `version` or `model_version` of a JSON answer. */
  readonly version: string | null;
  readonly reason: string | null;
}

export interface HealthProbe {
  readonly url: string;
  readonly tries: number;
  /** For one try, from connecting to the end of the answer. */
  readonly timeoutMs: number;
  /** Pause between tries. Default 1,000. */
  readonly retryDelayMs?: number;
  /** The address was configured. At the default address a refused connection is `unknown`, not a failure. */
  readonly explicit: boolean;
  readonly fetchImpl?: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Asks `/health`, up to `tries` times, and stops at the first 200. Redirects are followed; time and size of an answer
 * are bounded. Failures of the server are part of the observation and never thrown.
 *
 * @throws MonitorError `health-url` (exit code 2) when the address is no http or https URL.
 */
export async function probeHealth(probe: HealthProbe): Promise<HealthObservation> {
  const url = parseUrl(probe.url);
  const shown = url.origin;
  const attempts: HealthAttempt[] = [];
  for (let attempt = 0; attempt < Math.max(1, probe.tries); attempt++) {
    if (attempt > 0) await probe.sleep(probe.retryDelayMs ?? 1_000);
    const startedAt = probe.now();
    const answer = await requestHealth(url, probe.timeoutMs, probe.fetchImpl ?? fetch);
    attempts.push(describe(answer, startedAt, probe.now()));
    if (answer.statusCode === 200 && answer.error === null) {
      return { status: 'ok', url: shown, attempts, version: answer.version, reason: null };
    }
    if (!probe.explicit && answer.refused) {
      const reason = 'nothing listens at the default address; set API_BASE_URL to the API to have it checked';
      return { status: 'unknown', url: shown, attempts, version: null, reason };
    }
  }
  const last = attempts.at(-1);
  const reason = `${attempts.length} of ${attempts.length} tries failed; the last: ${last?.error ?? 'no answer'}`;
  return { status: 'failed', url: shown, attempts, version: null, reason };
}

function describe(answer: HealthAnswer, startedAt: number, endedAt: number): HealthAttempt {
  const error = answer.error ?? (answer.statusCode === 200 ? null : `answered ${answer.statusCode}`);
  return {
    at: new Date(startedAt).toISOString(),
    ok: error === null,
    statusCode: answer.statusCode,
    latencyMs: answer.statusCode === null ? null : Math.max(0, endedAt - startedAt),
    error,
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw configurationError(
    'health-url',
    'API_BASE_URL is not an http or https address. Expected something like https://api.example.org',
  );
}
