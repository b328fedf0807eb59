import { judgeSuccess, successStatus } from '../figures/success-rate.ts';
import type { EpisodeResult, RequestBucket, Store } from '../ingest/store.ts';
import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { Ended } from '../report/schema/traffic.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { DAY_MS, HOUR_MS, isoTime, minuteOf } from '../wording/time.ts';
import { episodeRule } from './episode-rule.ts';
import { coarseSpan } from './privacy/coarse-time.ts';
import type { MetricsContext } from './window.ts';

type SuccessRate = Report['health']['successRate'];

export interface RequestTotals {
  readonly count: number;
  readonly success: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly scanners: number;
}

export function sumBuckets(series: readonly RequestBucket[]): RequestTotals {
  const sum = (pick: (bucket: RequestBucket) => number): number =>
    series.reduce((total, bucket) => total + pick(bucket), 0);
  return {
    count: sum((bucket) => bucket.count),
    success: sum((bucket) => bucket.success),
    clientErrors: sum((bucket) => bucket.clientErrors),
    serverErrors: sum((bucket) => bucket.serverErrors),
    scanners: sum((bucket) => bucket.scanners),
  };
}

/** Requests of the 24 hours before the report: one query. */
export const requestsOfLastDay = async ({ store, now }: MetricsContext): Promise<RequestTotals> =>
  sumBuckets(await store.requestSeries({ start: now - DAY_MS, end: now }, 7 * DAY_MS));

/**
 * The success rate of the window and of the last 24 hours. The value counts every request, as the guide does; the status is
 * that of the requests without those of scanners.
 */
export async function successRateFigure(
  context: MetricsContext,
  totals: RequestTotals,
  lastDay: RequestTotals,
): Promise<SuccessRate> {
  const { store, policy, window } = context;
  const { count: total, success: successes, clientErrors, serverErrors, scanners } = totals;
  const rules = policy.figures['success-rate'];
  const older = window.section.fallback && window.requests.end === window.predictions.end;
  const reason = older
    ? `Of the days to ${minuteOf(window.requests.end)}: no newer request is logged.`
    : null;
  const figure = judgeSuccess(
    {
      successes,
      total,
      scanners,
      interval: total === 0 ? null : wilsonInterval(successes, total),
      reason: total === 0 ? await noRequests(store) : reason,
    },
    rules,
    policy.alerts['high-error-rate'].action,
  );
  const now = {
    value: lastDay.count === 0 ? null : lastDay.success / lastDay.count,
    n: lastDay.count,
    status: statusOf(lastDay, rules),
  };
  const own = total - scanners;
  return {
    ...figure,
    now,
    successes,
    total,
    clientErrors,
    serverErrors,
    ...rules,
    scanners,
    withoutScanners: own === 0 ? null : successes / own,
    over: await endedErrors(context, figure.status, now.status),
  };
}

const statusOf = (
  { count, success, scanners }: RequestTotals,
  rules: { readonly green: number; readonly yellow: number },
): Status => successStatus(success, count - scanners, rules);

async function noRequests(store: Store): Promise<string> {
  const { present } = await store.quality('requests');
  return present ? 'No request in the window.' : 'There is no requests log: set API_REQUESTS_LOG.';
}

/** Quiet for less than this counts as over only where the whole last day was fine. */
const QUIET_MS = HOUR_MS;

/**
 * The errors that put the success rate outside its range, where they ended; null where they go on, or it is not outside.
 *
 * They ended where the newest window of the alert's rule does not breach, and either the last 24 hours are not red, or
 * an hour and as many requests as the rule's window needs have been answered as a healthy API would since.
 */
async function endedErrors(context: MetricsContext, status: Status, lastDay: Status): Promise<Ended | null> {
  if (status !== 'red' && status !== 'yellow') return null;
  const { store, policy, window, now } = context;
  const alert = policy.alerts['high-error-rate'];
  const found = await store.episodes(episodeRule('error-share', alert), window.requests);
  const last = found.episodes.at(-1);
  if (last === undefined || found.newest === null || found.newest.breach) return null;
  const ended = (): Ended => endedIn(found, last.end, context);
  if (lastDay === 'green') return ended();
  // A few errors all the time are no outage.
  if (status === 'yellow') return null;
  if (lastDay === 'yellow') return ended();
  if (now - last.end < QUIET_MS) return null;
  const since = sumBuckets(await store.requestSeries({ start: last.end, end: now }, 7 * DAY_MS));
  const healthy = statusOf(since, policy.figures['success-rate']) === 'green';
  return healthy && since.count - since.scanners >= alert.minimumEvents ? ended() : null;
}

function endedIn({ episodes }: EpisodeResult, end: number, context: MetricsContext): Ended {
  const spans = episodes.map((episode) => coarseSpan(episode.start, episode.end, context));
  return {
    since: isoTime(coarseSpan(end, end, context).end),
    longestMs: Math.max(...spans.map((span) => span.end - span.start)),
    peak: Math.max(...episodes.map(({ peak }) => peak)),
    episodes: episodes.length,
  };
}
