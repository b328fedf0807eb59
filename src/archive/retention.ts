/** Number of days, ISO weeks and months that keep a report; `all` sets no limit. */
export interface Retention {
  readonly keepDaily: number | 'all';
  readonly keepWeekly: number | 'all';
  readonly keepMonthly: number | 'all';
}

interface Dated {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}

/**
 * Ids of the reports to keep: every report of the newest `keepDaily` days, the newest report of each of the newest
 * `keepWeekly` ISO weeks and `keepMonthly` months, and always the newest report. Only periods that have a report are
 * counted, so the result depends neither on gaps nor on the clock.
 *
 * @param reports newest first.
 */
export function retained(reports: readonly Dated[], retention: Retention): ReadonlySet<string> {
  const newest = reports.slice(0, 1).map((report) => report.id);
  return new Set([
    ...newest,
    ...newestPeriods(reports, retention.keepDaily, utcDay).flat(),
    ...newestPeriods(reports, retention.keepWeekly, isoWeek).flatMap((ids) => ids.slice(0, 1)),
    ...newestPeriods(reports, retention.keepMonthly, utcMonth).flatMap((ids) => ids.slice(0, 1)),
  ]);
}

function newestPeriods(
  reports: readonly Dated[],
  keep: number | 'all',
  periodOf: (report: Dated) => string,
): readonly (readonly string[])[] {
  const periods = new Map<string, string[]>();
  for (const report of reports) {
    const period = periodOf(report);
    const ids = periods.get(period);
    if (ids === undefined) periods.set(period, [report.id]);
    else ids.push(report.id);
  }
  const all = [...periods.values()];
  return keep === 'all' ? all : all.slice(0, keep);
}

const utcDay = (report: Dated): string => report.generatedAt.slice(0, 10);
const utcMonth = (report: Dated): string => report.generatedAt.slice(0, 7);

const DAY_MS = 24 * 60 * 60 * 1000;

/** The Monday that begins the report's week: weeks of ISO 8601 run from Monday to Sunday. */
function isoWeek(report: Dated): string {
  const time = Date.parse(report.generatedAt);
  const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return new Date(time - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}
