import type { Since } from '../report/schema/common.ts';
import { formatDay, formatShortDay, plural } from './format.ts';
import { DAY_MS } from './time.ts';

type MaybeSince = Since | null | undefined;

/** "since 12 Feb"; null where this report is the first to say it, or nothing is known. */
export function sinceDay(since: MaybeSince, generatedAt: string): string | null {
  if (since == null || since.reports < 2) return null;
  const first = new Date(Date.parse(generatedAt) - since.days * DAY_MS).toISOString();
  const sameYear = first.slice(0, 4) === generatedAt.slice(0, 4);
  return `since ${sameYear ? formatShortDay(first) : formatDay(first)}`;
}

/** "since 12 Feb, 10 reports". */
export function sinceWords(since: MaybeSince, generatedAt: string): string | null {
  const day = sinceDay(since, generatedAt);
  return since == null || day === null ? null : `${day}, ${plural(since.reports, 'report')}`;
}

/**
 * A sentence with the day since when it holds: "7 of 12 tested features drifted (since 12 Feb)." One that ends with a
 * parenthesis has the day in it: "Accuracy fell by 3 points (1,155 outcomes; since 12 Feb)."
 */
export function withSinceDay(sentence: string, since: MaybeSince, generatedAt: string): string {
  const day = sinceDay(since, generatedAt)?.replaceAll('\u00a0', ' ');
  if (day === undefined) return sentence;
  const text = sentence.replace(/\.$/, '');
  return text.endsWith(')') ? `${text.slice(0, -1)}; ${day}).` : `${text} (${day}).`;
}
