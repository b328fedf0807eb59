/**
 * Scanners: requests of strangers for paths that this API does not have. A path belongs to them when every answer that
 * it ever got, over all rows of the log up to now, is one of these statuses and it is none of the API's own paths. Such
 * requests say nothing about the API, so they count in the printed success rate but raise no alert and no verdict.
 */
const REFUSALS: readonly number[] = [401, 403, 404, 405];

/** The end of an endpoint by which it is one of the API's own paths, which may be mounted below another. */
const tail = (path: string): string => `/${path.replace(/^\/+|\/+$/g, '')}`;

const isOwn = (endpoint: string, paths: readonly string[]): boolean =>
  paths.some((path) => endpoint.replace(/\/+$/, '').endsWith(tail(path)));

/** Endpoints that only scanners ask for. */
export function scannerEndpoints(
  requests: readonly { readonly endpoint: string; readonly statusCode: number }[],
  paths: readonly string[],
): ReadonlySet<string> {
  const answered = new Set(
    requests.filter(({ statusCode }) => !REFUSALS.includes(statusCode)).map(({ endpoint }) => endpoint),
  );
  const refused = requests.map(({ endpoint }) => endpoint).filter((endpoint) => !answered.has(endpoint));
  return new Set(refused.filter((endpoint) => !isOwn(endpoint, paths)));
}

/**
 * The same as SQL: a query of those endpoints.
 *
 * @param literal writes a string literal of the dialect.
 * @param accepted condition for the accepted rows up to now.
 */
export function scannerQuery(
  paths: readonly string[],
  { literal, accepted }: { readonly literal: (text: string) => string; readonly accepted: string },
): string {
  const own = paths.map((path) => {
    const end = tail(path);
    return `right(regexp_replace(endpoint, '/+$', ''), ${[...end].length}) = ${literal(end)}`;
  });
  return `select endpoint from requests where ${accepted} group by endpoint
    having max(case when status in (${REFUSALS.join(', ')}) then 0 else 1 end) = 0
      ${own.map((condition) => `and not ${condition}`).join(' ')}`;
}
