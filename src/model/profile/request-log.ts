import type { RequestSample } from './load-generator.ts';

/**
 * The answered requests as lines of an `api_requests.jsonl` that the report can read. `response_ms` is the time from
 * sending to the response, as in the API's own log; requests without a response have no status and are left out.
 *
 * @param startedAt wall-clock time (ms since 1970) of the generator's clock value `originMs`.
 */
export function requestLog(
  samples: readonly RequestSample[],
  endpoint: string,
  startedAt: number,
  originMs: number,
): string {
  return samples
    .toSorted((a, b) => a.sentMs - b.sentMs)
    .flatMap(({ sentMs, doneMs, outcome }) =>
      outcome.kind === 'answered'
        ? [
            JSON.stringify({
              timestamp: new Date(startedAt + (sentMs - originMs)).toISOString(),
              endpoint,
              method: 'POST',
              status_code: outcome.statusCode,
              response_ms: Number((doneMs - sentMs).toFixed(3)),
            }),
          ]
        : [],
    )
    .map((line) => `${line}\n`)
    .join('');
}
