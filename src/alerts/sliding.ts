import { plural, significant } from '../wording/sentence-numbers.ts';
import { isoTime, minuteOf } from '../wording/time.ts';
import { valueInSentence } from '../wording/units.ts';
import type { AlertFinding, SlidingResult } from './alert-definition.ts';
import type { SlidingPolicy } from './alert-policy.ts';

/** Episodes listed; the explanation gives their full number. */
const MAX_EPISODES = 10;

interface SlidingWords {
  readonly unit: string;
  /** Name of the counted event, in the singular. */
  readonly event: string;
  /** Condition as a clause: "p95 of inference_ms is above 50 ms". */
  readonly when: string;
}

/** Firing where the newest window breaches, over where only an earlier one did. */
export function judgeSliding(
  result: SlidingResult,
  policy: SlidingPolicy,
  { unit, event, when }: SlidingWords,
): AlertFinding {
  const { threshold, windowMinutes, minimumEvents, maximumHours } = policy;
  const rule = `Fires when ${when} over ${significant(windowMinutes)} minutes, or the last ${minimumEvents} if that is longer, up to ${significant(maximumHours)} hours.`;
  const { newest } = result;
  if (newest === null) {
    const explanation = `${rule} There is no ${event} in the report’s window.`;
    return { status: 'unknown', value: null, threshold, explanation, episodes: [] };
  }
  return {
    status: newest.breach ? 'firing' : pastStatus(result),
    value: newest.value,
    threshold,
    explanation: `${rule} Newest window, of ${plural(newest.events, event)} to ${minuteOf(newest.time)}: ${valueInSentence(newest.value, unit)}.${moreEpisodes(result)}`,
    episodes: listEpisodes(result),
  };
}

export const pastStatus = ({ episodes }: SlidingResult): 'fired' | 'ok' =>
  episodes.length > 0 ? 'fired' : 'ok';

/** The newest episodes, oldest first. */
export function listEpisodes({ episodes }: SlidingResult): AlertFinding['episodes'] {
  return episodes.slice(-MAX_EPISODES).map(({ start, end, peak, count }) => ({
    start: isoTime(start),
    end: isoTime(end),
    peak,
    count,
  }));
}

export function moreEpisodes({ episodes }: SlidingResult): string {
  const hidden = episodes.length - MAX_EPISODES;
  return hidden > 0 ? ` ${episodes.length} episodes; the newest ${MAX_EPISODES} are listed.` : '';
}
