import type { EpisodeResult, EpisodeRule } from '../ingest/store.ts';
import { percent, plural, significant } from '../metrics/figures.ts';
import type { MetricsContext } from '../metrics/window.ts';
import type { AlertPolicy } from '../settings/policy-schema.ts';
import { HOUR_MS, isoTime, MINUTE_MS, minuteOf } from '../wording/time.ts';
import type { AlertFinding } from './alerts-section.ts';

/** Most episodes listed; the explanation says how many there were. */
const MOST_EPISODES = 10;

const RULES = {
  'high-error-rate': { kind: 'error-share', source: 'requests', events: 'request' },
  'slow-inference': { kind: 'inference-p95', source: 'predictions', events: 'prediction' },
} as const;

/** The rule that the store slides over the log. */
export function episodeRule(kind: EpisodeRule['kind'], policy: AlertPolicy): EpisodeRule {
  return {
    kind,
    threshold: policy.threshold,
    windowMs: policy.windowMinutes * MINUTE_MS,
    minimumEvents: policy.minimumEvents,
    maximumMs: policy.maximumHours * HOUR_MS,
  };
}

/** Firing when the newest window breaches, fired when an earlier one of the report's window did. */
export async function windowedAlert(
  { store, policy, window }: MetricsContext,
  id: keyof typeof RULES,
): Promise<AlertFinding> {
  const { kind, source, events } = RULES[id];
  const rules = policy.alerts[id];
  const result = await store.episodes(episodeRule(kind, rules), window[source]);
  const rule = ruleInWords(id, rules);
  if (result.newest === null) {
    return {
      status: 'unknown',
      value: null,
      explanation: `${rule} There is no ${events} in the report’s window.`,
      episodes: [],
    };
  }
  const { newest } = result;
  const value = inUnit(id, newest.value);
  return {
    status: newest.breach ? 'firing' : pastStatus(result),
    value: newest.value,
    explanation: `${rule} Newest window, to ${minuteOf(newest.time)}: ${value} over ${plural(newest.events, events)}.${moreEpisodes(result)}`,
    episodes: listEpisodes(result),
  };
}

export const pastStatus = (result: EpisodeResult): 'fired' | 'ok' =>
  result.episodes.length > 0 ? 'fired' : 'ok';

/** The newest episodes, oldest first. */
export function listEpisodes(result: EpisodeResult): AlertFinding['episodes'] {
  return result.episodes.slice(-MOST_EPISODES).map(({ start, end, peak, count }) => ({
    start: isoTime(start),
    end: isoTime(end),
    peak,
    count,
  }));
}

export function moreEpisodes(result: EpisodeResult): string {
  const hidden = result.episodes.length - MOST_EPISODES;
  return hidden > 0 ? ` ${result.episodes.length} episodes; the newest ${MOST_EPISODES} are listed.` : '';
}

const inUnit = (id: keyof typeof RULES, value: number): string =>
  id === 'slow-inference' ? `p95 ${significant(value)} ms` : `${percent(value)} not 2xx`;

function ruleInWords(id: keyof typeof RULES, rules: AlertPolicy): string {
  const { threshold, windowMinutes, minimumEvents, maximumHours } = rules;
  const reach = `${significant(windowMinutes)} minutes, or the last ${minimumEvents} if that is longer, up to ${significant(maximumHours)} hours`;
  return id === 'slow-inference'
    ? `Fires when p95 of inference_ms is above ${significant(threshold)} ms over ${reach}.`
    : `Fires when more than ${percent(threshold)} of the answers are not 2xx over ${reach}.`;
}
