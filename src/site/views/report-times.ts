import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import { DAY_MS } from '../../wording/time.ts';

type Timed = Pick<RunSummary, 'generatedAt'>;

const known = new WeakMap<readonly Timed[], readonly number[]>();

/** Time of each report in epoch ms. Cached, because every permalink page needs them. */
function timesOf(runs: readonly Timed[]): readonly number[] {
  const before = known.get(runs);
  if (before !== undefined) return before;
  const times = runs.map((run) => Date.parse(run.generatedAt));
  known.set(runs, times);
  return times;
}

/**
 * The reports in a time range, newest first.
 * @param runs newest first.
 * @param from epoch ms, included.
 * @param to epoch ms, included.
 */
export function reportsBetween(runs: readonly RunSummary[], from: number, to: number): readonly RunSummary[] {
  const times = timesOf(runs);
  return runs.slice(firstBelow(times, to, false), firstBelow(times, from, true));
}

/**
 * The reports up to one, newest first.
 * @param runs newest first.
 */
export const reportsUntil = (runs: readonly RunSummary[], until: string): readonly RunSummary[] =>
  reportsBetween(runs, -Infinity, Date.parse(until));

/** Whether a report is of another model version than the one before; unknown versions are not. */
export const isNewVersion = (
  { modelVersion }: Pick<RunSummary, 'modelVersion'>,
  before: Pick<RunSummary, 'modelVersion'> | undefined,
): boolean => modelVersion !== null && before?.modelVersion != null && before.modelVersion !== modelVersion;

/** Binary search in a descending list: index of the first time below `limit`, or at most `limit` unless `strictly`. */
function firstBelow(times: readonly number[], limit: number, strictly: boolean): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const time = times[middle] ?? 0;
    if (strictly ? time < limit : time <= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Id of the report nearest to seven days before `report`, within a day; null where there is none.
 * @param runs newest first.
 */
export function weekBefore(runs: readonly RunSummary[], report: Pick<Report, 'generatedAt'>): string | null {
  const wanted = Date.parse(report.generatedAt) - 7 * DAY_MS;
  const near = reportsBetween(runs, wanted - DAY_MS, wanted + DAY_MS)
    .map((run) => ({ id: run.id, off: Math.abs(Date.parse(run.generatedAt) - wanted) }))
    .toSorted((a, b) => a.off - b.off);
  return near[0]?.id ?? null;
}

/**
 * The usual time from one report to the next in ms, a day at least; gaps are where it is much longer.
 * @param runs newest first.
 */
export function usualStep(runs: readonly Timed[]): number {
  const times = timesOf(runs);
  const steps = times.slice(1).map((time, i) => (times[i] ?? time) - time);
  return Math.max(DAY_MS, steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? DAY_MS);
}
