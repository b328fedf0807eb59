import type { RequestGroup } from '../ingest/store.ts';
import type { HealthObservation } from '../report/observations.ts';
import type { Status } from '../report/schema/common.ts';
import { allRefused } from '../report/schema/inputs.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { cleanText, publicOrigin, sentence } from '../wording/clean-text.ts';
import { publicVersion } from '../wording/public-name.ts';
import { bucketFor, DAY_MS, isoTime, minuteOf } from '../wording/time.ts';
import { endpointTable } from './endpoints.ts';
import { coarseMs } from './privacy/coarse-time.ts';
import { refusedReason } from './refused-log.ts';
import { requestsOfLastDay, successRateFigure, sumBuckets } from './success-rate.ts';
import type { MetricsContext } from './window.ts';
import { worstStatus } from './worst-status.ts';

type Health = Report['health'];

/** Query limit, far above the endpoints of an API; what exceeds it (a flood of random paths) is summed. */
const MAX_GROUPS = 2_000;

/** Health section: API status, success rate, traffic. (Guide 2.1) */
export async function healthSection(
  context: MetricsContext,
  observation: HealthObservation,
): Promise<Health> {
  const { store, policy, window } = context;
  const range = window.requests;
  const bucketMs = bucketFor(range.end - range.start);
  const [series, groups, lastDay] = await Promise.all([
    store.requestSeries(range, bucketMs),
    store.requestGroups(range, MAX_GROUPS),
    requestsOfLastDay(context),
  ]);
  const totals = sumBuckets(series);
  const api = apiStatus(observation, policy);
  const successRate = await successRateFigure(context, totals, lastDay);
  const traffic = await trafficFigure(context);
  return {
    status: worstStatus([api.status, statusNow(successRate), traffic.status]),
    api,
    successRate,
    lastDay: {
      total: lastDay.count,
      successes: lastDay.success,
      clientErrors: lastDay.clientErrors,
      serverErrors: lastDay.serverErrors,
      scanners: lastDay.scanners,
    },
    traffic,
    endpoints: endpointTable(groups, totals, policy),
    statusCodes: statusCodes(groups),
    series: {
      bucketMs,
      points: series.map(({ start, count, success, clientErrors, serverErrors, responseP95 }) => ({
        start: isoTime(start),
        count,
        success,
        clientErrors,
        serverErrors,
        responseP95,
      })),
    },
  };
}

/** What is over needs attention at most. */
const statusNow = ({ status, over }: Health['successRate']): Status =>
  status === 'red' && over !== null && over !== undefined ? 'yellow' : status;

function apiStatus(observation: HealthObservation, policy: Policy): Health['api'] {
  const statuses: Readonly<Record<HealthObservation['status'], Status>> = {
    ok: 'green',
    failed: 'red',
    unknown: 'unknown',
    'not-probed': 'unknown',
  };
  const status = statuses[observation.status];
  const reasons: Readonly<Record<Status, string | null>> = {
    green: null,
    yellow: null,
    red: 'The API did not answer /health with 200.',
    unknown: 'The API was not asked.',
  };
  return {
    status,
    url: observation.url === null ? null : publicOrigin(observation.url),
    version: observation.version === null ? null : publicVersion(observation.version),
    attempts: observation.attempts.map((attempt) => ({
      ...attempt,
      error: attempt.error === null ? null : cleanText(attempt.error, 300),
    })),
    reason: observation.reason === null ? reasons[status] : sentence(cleanText(observation.reason, 300)),
    action: status === 'red' ? policy.alerts['api-down'].action : null,
  };
}

async function trafficFigure({ store, policy, now, window }: MetricsContext): Promise<Health['traffic']> {
  const quality = await store.quality('predictions');
  if (!quality.present) {
    const reason = 'There is no predictions log: set PREDICTIONS_LOG.';
    return { last24h: null, inWindow: null, total: null, status: 'unknown', reason, action: null };
  }
  if (allRefused(quality)) {
    const reason = refusedReason('predictions', quality);
    return { last24h: null, inWindow: null, total: 0, status: 'unknown', reason, action: null };
  }
  const [last24h, inWindow] = await Promise.all([
    store.count('predictions', { start: now - DAY_MS, end: now }),
    store.count('predictions', window.predictions),
  ]);
  const silent = last24h === 0;
  const none = quality.afterNow > 0 ? 'every row of the log is later than that' : 'the log holds none';
  const since =
    quality.last === null
      ? none
      : `the newest is of ${minuteOf(coarseMs(quality.last, policy.privacy.predictionTimes))}`;
  return {
    last24h,
    inWindow,
    total: quality.rows - quality.rejected - quality.afterNow,
    status: silent ? 'red' : 'green',
    reason: silent ? `No prediction in the 24 hours to ${minuteOf(now)}: ${since}.` : null,
    action: silent
      ? 'Check that callers still reach the API and that its log is still written and read.'
      : null,
  };
}

function statusCodes(groups: readonly RequestGroup[]): Health['statusCodes'] {
  const counts = new Map<number, number>();
  for (const { statusCode, count } of groups) {
    if (statusCode > 0) counts.set(statusCode, (counts.get(statusCode) ?? 0) + count);
  }
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => a.code - b.code);
}
