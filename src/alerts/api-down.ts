import { sweepEpisodes } from '../ingest/rules/window-sweep.ts';
import type { EpisodeResult, EpisodeSpan } from '../ingest/store.ts';
import { plural, significant } from '../metrics/figures.ts';
import type { MetricsContext } from '../metrics/window.ts';
import type { HealthObservation, Observations } from '../report/observations.ts';
import { MINUTE_MS, minuteOf } from '../wording/time.ts';
import type { AlertFinding } from './alerts-section.ts';
import { episodeRule, listEpisodes, moreEpisodes, pastStatus } from './windowed-alert.ts';

/** More groups than five minutes of an API's log hold. */
const MOST_GROUPS = 2_000;

/**
 * `/health` fails so many times within the window, counted over the logged calls, what the probe saw, and the tries made
 * by this build together. A live answer is the newest word: it ends an outage that a log still shows.
 */
export async function apiDown(
  context: MetricsContext,
  health: HealthObservation,
  healthLog: Observations['healthLog'] = [],
): Promise<AlertFinding> {
  const { store, policy, window } = context;
  const rules = policy.alerts['api-down'];
  const fromRequests = await store.episodes(
    { ...episodeRule('health-failures', rules), healthPath: policy.health.healthPath },
    window.requests,
  );
  const logged = together(fromRequests, probedEpisodes(context, healthLog));
  const episodes = listEpisodes(logged);
  const rule = `Fires when ${policy.health.healthPath} fails ${significant(rules.threshold)} times within ${significant(rules.windowMinutes)} minutes.`;
  const inLog = `${loggedInWords(logged)}${moreEpisodes(logged)}`;

  if (health.status === 'ok') {
    const explanation = `${rule} Live: it answers. ${inLog}`;
    return { status: pastStatus(logged), value: 0, explanation, episodes };
  }
  if (health.status === 'failed') {
    const failures = health.attempts.filter((attempt) => !attempt.ok);
    // A probe's failed call may stand in the API's own log too: the larger count, not both.
    const recent = Math.max(await failuresBeforeNow(context), probedBeforeNow(context, healthLog));
    const value = failures.length + recent;
    const explanation = `${rule} Live: ${plural(failures.length, 'try', 'tries')} failed, ${recent} more in the log just before. ${inLog}`;
    const firing = value >= rules.threshold;
    return { status: firing ? 'firing' : pastStatus(logged), value, explanation, episodes };
  }
  if (logged.newest === null) {
    const explanation = `${rule} The API was not asked, and the log holds no call of ${policy.health.healthPath}.`;
    return { status: 'unknown', value: null, explanation, episodes };
  }
  return {
    status: logged.newest.breach ? 'firing' : pastStatus(logged),
    value: logged.newest.value,
    explanation: `${rule} The API was not asked. ${inLog}`,
    episodes,
  };
}

/** The alert's rule slid over what `npm run monitor -- probe` saw. */
function probedEpisodes({ policy }: MetricsContext, probes: Observations['healthLog']): EpisodeResult {
  const rule = episodeRule('health-failures', policy.alerts['api-down']);
  const times = Float64Array.from(probes, ({ at }) => Date.parse(at));
  const failed = Float64Array.from(probes, ({ ok }) => (ok ? 0 : 1));
  return sweepEpisodes(rule, times, failed, Number.NEGATIVE_INFINITY);
}

/** Both witnesses: their episodes in order of time, and the newest word of either; at one time the worse one. */
function together(a: EpisodeResult, b: EpisodeResult): EpisodeResult {
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

function probedBeforeNow({ policy, now }: MetricsContext, probes: Observations['healthLog']): number {
  const since = now - policy.alerts['api-down'].windowMinutes * MINUTE_MS;
  return probes.filter(({ at, ok }) => !ok && Date.parse(at) > since).length;
}

/** Failed health checks in the log within the rule's window up to now. */
async function failuresBeforeNow({ store, policy, now }: MetricsContext): Promise<number> {
  const windowMs = policy.alerts['api-down'].windowMinutes * MINUTE_MS;
  const groups = await store.requestGroups({ start: now - windowMs, end: now }, MOST_GROUPS);
  const isCheck = (endpoint: string): boolean =>
    endpoint === policy.health.healthPath || /(^|\/)health\/?$/.test(endpoint);
  return groups
    .filter((group) => isCheck(group.endpoint) && Math.floor(group.statusCode / 100) !== 2)
    .reduce((sum, group) => sum + group.count, 0);
}

function loggedInWords({ events, newest }: EpisodeResult): string {
  if (newest === null) return 'The log holds no health check.';
  return `Logged: ${plural(events, 'health check')}, ${significant(newest.value)} failed in the newest window, to ${minuteOf(newest.time)}.`;
}
