import type { Alert } from '../report/schema/report.ts';
import { duration, plural } from './sentence-numbers.ts';
import { minuteOf } from './time.ts';
import { valueInSentence } from './units.ts';

/**
 * "over since 2026-02-20 14:10 UTC, lasted 2 h, peak 38 % errors": what began and ended, as a clause.
 *
 * @param peak the worst value, as text.
 */
export function overWords(
  ended: {
    readonly since: string;
    readonly longestMs: number;
    readonly peak: number;
    readonly episodes: number;
  },
  peak: (value: number) => string,
): string {
  const { since, longestMs, episodes } = ended;
  const lasted = duration(longestMs);
  const length =
    episodes === 1 ? `lasted ${lasted}` : `${plural(episodes, 'episode')}, the longest of ${lasted}`;
  return `over since ${minuteOf(Date.parse(since))}, ${length}, peak ${peak(ended.peak)}`;
}

/** The same of the last episode of an alert that fired and is over; null of any other. */
export function alertOverWords({ status, episodes, unit }: Alert): string | null {
  const last = episodes.at(-1);
  if (status !== 'fired' || last === undefined) return null;
  const longestMs = Date.parse(last.end) - Date.parse(last.start);
  const ended = { since: last.end, longestMs, peak: last.peak, episodes: 1 };
  return overWords(ended, (peak) => valueInSentence(peak, unit));
}
