import type { LiveHealth, SlidingEvidence } from '../alerts/alert-definition.ts';
import { isFailed, isHealthPath } from '../ingest/rules/episode-events.ts';
import { sweepEpisodes } from '../ingest/rules/window-sweep.ts';
import type { EpisodeResult, EpisodeRule, EpisodeSpan } from '../ingest/store.ts';
import type { Observations } from '../report/observations.ts';
import type { MetricsContext } from './window.ts';

type Probes = Observations['healthLog'];

/** Query limit; far above the groups in five minutes of an API's log. */
const MAX_GROUPS = 2_000;

/** Combines the health checks of the requests log and of the probe with the live check of this run. */
export async function healthEvidence(
  context: MetricsContext,
  rule: EpisodeRule,
  { health, healthLog }: Pick<Observations, 'health' | 'healthLog'>,
): Promise<SlidingEvidence> {
  const { store, policy, window } = context;
  const path = policy.health.healthPath;
  const fromRequests = await store.episodes({ ...rule, healthPath: path }, window.requests);
  const failures = health.attempts.filter((attempt) => !attempt.ok).length;
  // A failed probe may also be in the API's log, so the larger count is used, not the sum.
  const failuresBefore =
    health.status === 'failed'
      ? Math.max(
          await failuresInLog(context, rule.windowMs),
          failuresOfProbe(context, rule.windowMs, healthLog),
        )
      : 0;
  const status: LiveHealth['status'] =
    health.status === 'ok' || health.status === 'failed' ? health.status : 'not-asked';
  return {
    result: merged(fromRequests, probedEpisodes(rule, healthLog)),
    live: { path, status, failures, failuresBefore },
  };
}

/** Episodes of the alert's rule over the probe's checks. */
function probedEpisodes(rule: EpisodeRule, probes: Probes): EpisodeResult {
  const times = Float64Array.from(probes, ({ at }) => Date.parse(at));
  const failed = Float64Array.from(probes, ({ ok }) => (ok ? 0 : 1));
  return sweepEpisodes(rule, times, failed, Number.NEGATIVE_INFINITY);
}

/** Merges episodes of both sources by time, and keeps the newer window; of two at the same time the worse one. */
function merged(a: EpisodeResult, b: EpisodeResult): EpisodeResult {
  const byTime = (x: EpisodeSpan, y: EpisodeSpan): number => x.start - y.start || x.end - y.end;
  const newest = [a.newest, b.newest]
    .filter((found) => found !== null)
    .sort((x, y) => y.time - x.time || y.value - x.value)[0];
  return {
    events: a.events + b.events,
    newest: newest ?? null,
    episodes: [...a.episodes, ...b.episodes].sort(byTime),
  };
}

const failuresOfProbe = ({ now }: MetricsContext, windowMs: number, probes: Probes): number =>
  probes.filter(({ at, ok }) => !ok && Date.parse(at) > now - windowMs).length;

/** Failed health checks in the log within the rule's window up to now. */
async function failuresInLog({ store, policy, now }: MetricsContext, windowMs: number): Promise<number> {
  const groups = await store.requestGroups({ start: now - windowMs, end: now }, MAX_GROUPS);
  return groups
    .filter((group) => isHealthPath(group.endpoint, policy.health.healthPath) && isFailed(group.statusCode))
    .reduce((sum, group) => sum + group.count, 0);
}
