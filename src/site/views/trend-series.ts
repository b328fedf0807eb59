import type { RunSummary } from '../../report/summary.ts';
import { DAY_MS } from '../../wording/time.ts';
import { usualStep } from './report-times.ts';

export const RECENT_RUNS = 90;

/** A point of a trend: one report, or the median of the reports of a week or month. */
export interface TrendPoint {
  readonly start: string;
  readonly modelVersion: string | null;
  readonly value: (read: (run: RunSummary) => number | null) => number | null;
}

export interface Trend {
  readonly runs: readonly TrendPoint[];
  readonly stepMs: number;
  /** Length of what a point stands for: a day for a report. */
  readonly bucketMs: number;
  /** What a point stands for. */
  readonly unit: 'report' | 'week' | 'month';
}

/** Trend of the newest reports, one point each. @param runs newest first. */
export function recentTrend(runs: readonly RunSummary[]): Trend {
  const newest = runs[0];
  if (newest === undefined) return { runs: [], stepMs: DAY_MS, bucketMs: DAY_MS, unit: 'report' };
  const stepMs = usualStep(runs.slice(0, RECENT_RUNS));
  const from = Date.parse(newest.generatedAt) - RECENT_RUNS * stepMs;
  const recent = runs.filter((run) => Date.parse(run.generatedAt) > from);
  return { runs: grouped(recent, DAY_MS), stepMs, bucketMs: DAY_MS, unit: 'report' };
}

/** Trend of all reports, by week from one year on and by month from four years on, which limits the page's size. */
export function wholeTrend(runs: readonly RunSummary[]): Trend {
  const span = Date.parse(runs[0]?.generatedAt ?? '') - Date.parse(runs.at(-1)?.generatedAt ?? '');
  const days = Number.isNaN(span) ? 0 : span / DAY_MS;
  if (days <= RECENT_RUNS || runs.length <= RECENT_RUNS) return recentTrend(runs);
  const unit = days < 900 ? 'week' : 'month';
  const stepMs = unit === 'week' ? 7 * DAY_MS : 30.4375 * DAY_MS;
  return { runs: grouped(runs, stepMs), stepMs, bucketMs: stepMs, unit };
}

/** Whether the trend of all reports differs from that of the newest ones. */
export const hasMore = (runs: readonly RunSummary[]): boolean =>
  recentTrend(runs).runs.length < runs.length && wholeTrend(runs).unit !== 'report';

/** Start in epoch ms of the bucket that a time belongs to. */
export const bucketOf = (time: string, bucketMs: number): number =>
  Math.floor(Date.parse(time) / bucketMs) * bucketMs;

function grouped(runs: readonly RunSummary[], bucketMs: number): TrendPoint[] {
  const groups = new Map<number, RunSummary[]>();
  for (const run of runs.toReversed()) {
    const start = bucketOf(run.generatedAt, bucketMs);
    const group = groups.get(start);
    if (group === undefined) groups.set(start, [run]);
    else group.push(run);
  }
  return [...groups].map(([start, group]) => ({
    start: new Date(start).toISOString(),
    modelVersion: group.at(-1)?.modelVersion ?? null,
    value: (read) => median(group.flatMap((run) => read(run) ?? [])),
  }));
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
