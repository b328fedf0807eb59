import type { EpisodeRule } from '../store.ts';

/** The events that the window of an episode rule slides over, as SQL on the accepted rows of a log. */
export interface EpisodeEvents {
  /** A table of every engine: `marked_requests` are the requests with the column `scanner`. */
  readonly source: 'predictions' | 'requests' | 'marked_requests';
  /** 1 for a failed request and 0 for another one, or milliseconds; a double. */
  readonly value: string;
  readonly where: string;
}

/** Where dialects of SQL differ. */
export interface EpisodeDialect {
  /** A string literal. */
  readonly literal: (text: string) => string;
  /** Whether a text column contains a match of a regular expression, given as a literal. */
  readonly matches: (column: string, pattern: string) => string;
}

const HEALTH_PATTERN = '(^|/)health/?$';
const FAILED = 'cast(case when status between 200 and 299 then 0 else 1 end as double)';

/** The columns are `latency_ms` of both logs and `endpoint`, `method`, `status` of the requests. */
export function episodeEvents(rule: EpisodeRule, dialect: EpisodeDialect): EpisodeEvents {
  switch (rule.kind) {
    case 'error-share':
      return { source: 'marked_requests', value: FAILED, where: 'not scanner' };
    case 'inference-p95':
      return { source: 'predictions', value: 'latency_ms', where: 'latency_ms is not null' };
    case 'health-failures': {
      const { healthPath } = rule;
      const named = healthPath === undefined ? '' : ` or endpoint = ${dialect.literal(healthPath)}`;
      const usual = dialect.matches('endpoint', dialect.literal(HEALTH_PATTERN));
      return { source: 'requests', value: FAILED, where: `method in ('GET', '') and (${usual}${named})` };
    }
  }
}

/**
 * Whether a request is a health check, the same rule without SQL: a GET (or a request without a method) of a path that
 * ends in `/health`, or of the given path.
 */
export const isHealthCheck = (
  request: { readonly endpoint: string; readonly method: string },
  healthPath?: string,
): boolean =>
  (request.method === 'GET' || request.method === '') && isHealthPath(request.endpoint, healthPath);

/** Whether a path is that of a health check, whatever the method. */
export const isHealthPath = (endpoint: string, healthPath?: string): boolean =>
  new RegExp(HEALTH_PATTERN).test(endpoint) || endpoint === healthPath;

export const isFailed = (statusCode: number): boolean => statusCode < 200 || statusCode > 299;
