import type { RequestGroup } from '../ingest/store.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { cleanText } from '../wording/clean-text.ts';
import { endpointTemplates } from './endpoint-templates.ts';
import type { RequestTotals } from './success-rate.ts';

type Endpoint = Report['health']['endpoints'][number];

const OTHER = '(other)';
const MAX_ENDPOINTS = 25;

/**
 * Calls per endpoint and method, most frequent first, as templates (see `endpointTemplates`). Those called fewer than k
 * times are summed as "(other)": a path requested by a single caller may contain personal data and would be archived on a
 * public page. So are those that the API does not have: what scanners look for. Calls are traffic and counted exactly; no lead is known of a request.
 *
 * Percentiles of the response time are those of an endpoint's most frequent status (usually its successes):
 * percentiles of a union cannot be computed from the percentiles of its groups.
 */
export function endpointTable(
  groups: readonly RequestGroup[],
  totals: RequestTotals,
  policy: Policy,
): Endpoint[] {
  // The API's own paths are shown however rarely they are called.
  const known = new Set([...policy.health.apiPaths, policy.health.healthPath]);
  const templateOf = endpointTemplates(
    groups.filter(isAnswered).map(({ endpoint }) => pathOf(endpoint)),
    known,
  );
  const calls = new Map<string, number>();
  for (const group of groups) {
    const path = templateOf(pathOf(group.endpoint));
    if (isAnswered(group)) calls.set(path, (calls.get(path) ?? 0) + group.count);
  }
  const rows = new Map<string, { endpoint: Endpoint; largest: number }>();
  for (const group of groups) {
    const path = templateOf(pathOf(group.endpoint));
    const common = path !== '' && (known.has(path) || (calls.get(path) ?? 0) >= policy.privacy.k);
    if (common) addGroup(rows, cleanText(path), group);
  }
  const shown = [...rows.values()]
    .map((row) => row.endpoint)
    .sort((a, b) => b.count - a.count || compare(a.endpoint, b.endpoint) || compare(a.method, b.method))
    .slice(0, MAX_ENDPOINTS);
  const rest = remainder(shown, totals);
  return rest.count > 0 ? [...shown, rest] : shown;
}

/** Not of a path, or of a method, that the API lacks. */
const isAnswered = ({ statusCode }: RequestGroup): boolean => statusCode !== 404 && statusCode !== 405;

function addGroup(
  rows: Map<string, { endpoint: Endpoint; largest: number }>,
  endpoint: string,
  group: RequestGroup,
): void {
  const method = /^[A-Za-z]{1,10}$/.test(group.method) ? group.method.toUpperCase() : OTHER;
  const key = `${method} ${endpoint}`;
  const row = rows.get(key) ?? {
    endpoint: {
      endpoint,
      method,
      count: 0,
      success: 0,
      clientErrors: 0,
      serverErrors: 0,
      responseP50: null,
      responseP95: null,
    },
    largest: 0,
  };
  rows.set(key, row);
  const kind = Math.floor(group.statusCode / 100);
  row.endpoint.count += group.count;
  row.endpoint.success += kind === 2 ? group.count : 0;
  row.endpoint.clientErrors += kind === 4 ? group.count : 0;
  row.endpoint.serverErrors += kind === 5 ? group.count : 0;
  if (group.count <= row.largest) return;
  row.largest = group.count;
  row.endpoint.responseP50 = group.responseP50;
  row.endpoint.responseP95 = group.responseP95;
}

/** Sum of the endpoints not shown by name, so that the rows add up to the total. */
function remainder(shown: readonly Endpoint[], totals: RequestTotals): Endpoint {
  const rest = (key: 'count' | 'success' | 'clientErrors' | 'serverErrors'): number =>
    Math.max(0, totals[key] - shown.reduce((sum, row) => sum + row[key], 0));
  return {
    endpoint: OTHER,
    method: OTHER,
    count: rest('count'),
    success: rest('success'),
    clientErrors: rest('clientErrors'),
    serverErrors: rest('serverErrors'),
    responseP50: null,
    responseP95: null,
  };
}

/** The path without host, query and fragment, which may carry personal data. */
const pathOf = (endpoint: string): string =>
  endpoint.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
