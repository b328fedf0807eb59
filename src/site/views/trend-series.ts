import type { NightSummary } from '../../report/summary.ts';

const DAY_MS = 86_400_000;
export const RECENT_NIGHTS = 90;

/** A point of a trend: one night, or the median of a week's or month's nights. */
export interface TrendNight {
  readonly start: string;
  readonly modelVersion: string | null;
  readonly value: (read: (night: NightSummary) => number | null) => number | null;
}

export interface Trend {
  readonly nights: readonly TrendNight[];
  readonly stepMs: number;
  /** `night`, `week` or `month`: what a point is. */
  readonly unit: 'night' | 'week' | 'month';
}

/** The newest nights, a point each. @param nights newest first. */
export function recentTrend(nights: readonly NightSummary[]): Trend {
  const newest = nights[0];
  if (newest === undefined) return { nights: [], stepMs: DAY_MS, unit: 'night' };
  const from = Date.parse(newest.generatedAt) - RECENT_NIGHTS * DAY_MS;
  const recent = nights.filter((night) => Date.parse(night.generatedAt) > from);
  return { nights: grouped(recent, DAY_MS), stepMs: DAY_MS, unit: 'night' };
}

/** All nights; a year or more is shown by week, four or more by month, so that the page stays small. */
export function wholeTrend(nights: readonly NightSummary[]): Trend {
  const span = Date.parse(nights[0]?.generatedAt ?? '') - Date.parse(nights.at(-1)?.generatedAt ?? '');
  const days = Number.isNaN(span) ? 0 : span / DAY_MS;
  if (days <= RECENT_NIGHTS) return recentTrend(nights);
  const unit = days < 900 ? 'week' : 'month';
  const stepMs = unit === 'week' ? 7 * DAY_MS : 30.4375 * DAY_MS;
  return { nights: grouped(nights, stepMs), stepMs, unit };
}

/** Whether there is more than the newest nights. */
export const hasMore = (nights: readonly NightSummary[]): boolean =>
  recentTrend(nights).nights.length < nights.length && wholeTrend(nights).unit !== 'night';

function grouped(nights: readonly NightSummary[], stepMs: number): TrendNight[] {
  const groups = new Map<number, NightSummary[]>();
  for (const night of nights.toReversed()) {
    const start = Math.floor(Date.parse(night.generatedAt) / stepMs) * stepMs;
    const group = groups.get(start);
    if (group === undefined) groups.set(start, [night]);
    else group.push(night);
  }
  return [...groups].map(([start, group]) => ({
    start: new Date(start).toISOString(),
    modelVersion: group.at(-1)?.modelVersion ?? null,
    value: (read) => median(group.flatMap((night) => read(night) ?? [])),
  }));
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
