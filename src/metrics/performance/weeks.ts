import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { CalibrationMap } from '../../stats/performance/calibration-map.ts';
import { DAY_MS, isoTime } from '../../wording/time.ts';
import { labelledScores } from './baseline.ts';
import { estimatedMain, realisedMain, type ScoreWeight, shownShort } from './figures.ts';
import type { Lead } from './leads.ts';

export const WEEK_MS = 7 * DAY_MS;
const MOST_WEEKS = 26;

export const leadsIn = <L extends Lead>(leads: readonly L[], { start, end }: TimeRange): L[] =>
  leads.filter(({ time }) => time > start && time <= end);

export interface WeekInputs {
  /** Of one version, oldest first. */
  readonly leads: readonly Lead[];
  readonly now: number;
  /** Predictions up to here are mature. */
  readonly until: number;
  readonly map: CalibrationMap | null;
  readonly weight: ScoreWeight;
  readonly threshold: number;
  /** Fewest rows for a figure. */
  readonly minimum: number;
}

/**
 * Weeks of predictions, counted from the newest mature prediction in both directions, so that no week is half mature. In
 * immature weeks the realised figures are of the outcomes so far, and the estimate is of all scores.
 */
export function weeksOf(inputs: WeekInputs): PerformanceSection['windows'] {
  const { leads, now, until } = inputs;
  const first = leads[0]?.time;
  if (first === undefined) return [];
  const after = Math.ceil(Math.max(0, now - until) / WEEK_MS);
  const before = Math.min(
    MOST_WEEKS - Math.min(MOST_WEEKS, after),
    Math.ceil(Math.max(0, until - first) / WEEK_MS),
  );
  const weeks = Array.from({ length: Math.min(MOST_WEEKS, before + after) }, (_, i) => {
    const start = until + (i - before + Math.max(0, after - MOST_WEEKS)) * WEEK_MS;
    return { start, end: Math.min(now, start + WEEK_MS) };
  });
  return weeks.filter(({ end }) => end >= first).map((week) => weekOf(week, inputs));
}

function weekOf(week: TimeRange, inputs: WeekInputs): PerformanceSection['windows'][number] {
  const { until, map, weight, threshold, minimum } = inputs;
  const all = leadsIn(inputs.leads, week);
  const rows = labelledScores(all);
  const mature = week.end <= until;
  const scores = mature ? rows.scores : all.map(({ score }) => score);
  return {
    start: isoTime(week.start),
    end: isoTime(week.end),
    n: all.length,
    labelled: rows.scores.length,
    mature,
    realised: rows.scores.length < minimum ? null : shownShort(realisedMain(rows, threshold)),
    estimated:
      map === null || scores.length < minimum
        ? null
        : shownShort(estimatedMain(scores, map, threshold, mature ? null : weight)),
  };
}
