import { dayNumber, isoTime } from '../wording/time.ts';
import { earlierReports, type Moment } from './earlier-reports.ts';
import type { Since } from './schema/common.ts';
import type { Alert, Report } from './schema/report.ts';
import type { RunSummary } from './summary.ts';

/** Whether an earlier report said the same; `unknown` where it did not judge it. */
type Said = 'yes' | 'no' | 'unknown';
type Ask = (run: RunSummary) => Said;

/** Episodes of an alert that are listed. */
const MAX_EPISODES = 10;

/**
 * Since when features drift, figures are outside their range and alerts fire, over the reports before this one. Read from
 * their headline figures alone, so that no report has to be opened.
 *
 * A report that could not judge, like a night without one, neither counts nor ends a run: nobody saw it end.
 */
export interface History {
  /** The reports before this one, newest first (`earlierReports`). */
  readonly earlier: readonly RunSummary[];
  withFigures(figures: Report['figures']): Report['figures'];
  withFeatures(features: Report['drift']['features']): Report['drift']['features'];
  withAlerts(alerts: readonly Alert[], sliding: ReadonlySet<string>): Alert[];
}

/** @param runs archived and pruned reports, in any order. */
export function historyOf(runs: readonly RunSummary[], moment: Moment): History {
  const earlier = earlierReports(runs, moment);
  const since = (ask: Ask): Since => presentRun(earlier, moment, ask);
  return {
    earlier,
    withFigures: (figures) =>
      Object.fromEntries(
        Object.entries(figures).map(([id, figure]) => {
          const outside = figure.status === 'yellow' || figure.status === 'red';
          return [id, { ...figure, since: outside ? since(wasOutside(id)) : null }];
        }),
      ),
    withFeatures: (features) =>
      features.map((feature) => ({
        ...feature,
        since: feature.status === 'drifted' ? since(hadDrifted(feature.name)) : null,
      })),
    withAlerts: (alerts, sliding) =>
      alerts.map((alert) => {
        const fires = alert.status === 'firing';
        const over = sliding.has(alert.id) ? alert.episodes : episodesOver(earlier, alert, moment);
        return { ...alert, since: fires ? since(hadFired(alert.id)) : null, episodes: over };
      }),
  };
}

function wasOutside(id: string): Ask {
  return ({ outside, figures }) => {
    if (outside === null || figures[id] == null) return 'unknown';
    return outside.includes(id) ? 'yes' : 'no';
  };
}

function hadDrifted(name: string): Ask {
  return ({ features }) => {
    const status = features.find((feature) => feature.name === name)?.status;
    if (status === 'drifted') return 'yes';
    return status === 'stable' ? 'no' : 'unknown';
  };
}

function hadFired(id: string): Ask {
  return ({ firing, unjudged }) => {
    if (firing.includes(id)) return 'yes';
    return unjudged.includes(id) ? 'unknown' : 'no';
  };
}

function presentRun(earlier: readonly RunSummary[], { id, now }: Moment, ask: Ask): Since {
  let first = { id, time: now };
  let reports = 1;
  for (const run of earlier) {
    const said = ask(run);
    if (said === 'no') break;
    if (said === 'unknown') continue;
    first = { id: run.id, time: Date.parse(run.generatedAt) };
    reports++;
  }
  // Calendar days (UTC), so that a date can be computed back from them.
  return { report: first.id, reports, days: dayNumber(now) - dayNumber(first.time) };
}

type Episode = Alert['episodes'][number];

/**
 * Runs of reports in which an alert fired, oldest first, the present one included. The peak is the value farthest beyond
 * the threshold.
 */
function episodesOver(earlier: readonly RunSummary[], alert: Alert, { now }: Moment): Episode[] {
  const ask = hadFired(alert.id);
  const episodes: Episode[] = [];
  let open: Episode | null = null;
  const extend = (time: string, value: number): void => {
    const peak = open === null ? value : worse(open.peak, value, alert.threshold);
    open = { start: open?.start ?? time, end: time, peak, count: (open?.count ?? 0) + 1 };
  };
  const end = (): void => {
    if (open !== null) episodes.push(open);
    open = null;
  };
  for (const run of earlier.toReversed()) {
    const said = ask(run);
    if (said === 'yes') extend(run.generatedAt, run.firingValues[alert.id] ?? alert.threshold);
    else if (said === 'no') end();
  }
  if (alert.status === 'firing') extend(isoTime(now), alert.value ?? alert.threshold);
  end();
  return episodes.slice(-MAX_EPISODES);
}

/** By order, not by distance: of two tiny p-values the distances to the threshold are the same number. */
function worse(a: number, b: number, threshold: number): number {
  if (a <= threshold && b <= threshold) return Math.min(a, b);
  if (a >= threshold && b >= threshold) return Math.max(a, b);
  return Math.abs(a - threshold) >= Math.abs(b - threshold) ? a : b;
}

/** A report under another id: what is new in it names its own. */
export function withId(report: Report, id: string): Report {
  const moved = <Part extends { readonly since?: Since | null }>(part: Part): Part =>
    part.since?.report === report.id && part.since.reports === 1
      ? { ...part, since: { ...part.since, report: id } }
      : part;
  return {
    ...report,
    id,
    figures: Object.fromEntries(Object.entries(report.figures).map(([key, figure]) => [key, moved(figure)])),
    drift: { ...report.drift, features: report.drift.features.map(moved) },
    alerts: report.alerts.map(moved),
    ...(report.incidents === undefined
      ? {}
      : {
          // The incident's own id stays: a rerun tells of the same one.
          incidents: report.incidents.map((incident) =>
            incident.openedIn === report.id && incident.reports === 1
              ? { ...incident, openedIn: id }
              : incident,
          ),
        }),
  };
}
