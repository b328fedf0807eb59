/** How many days, weeks and months keep a report; `all` keeps one of each for ever. */
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
 * Ids that stay. Periods are counted from the newest that has a report, so a gap costs nothing and the clock does not
 * matter: every report of the newest `keepDaily` days, the newest report of each of the newest `keepWeekly` ISO weeks
 * and `keepMonthly` months. The newest report of all always stays.
 *
 * @param reports newest first.
 */
export function retained(runs: readonly Dated[], retention: Retention): ReadonlySet<string> {
  const newest = runs.slice(0, 1).map((run) => run.id);
  return new Set([
    ...newest,
    ...newestPeriods(runs, retention.keepDaily, utcDay).flat(),
    ...newestPeriods(runs, retention.keepWeekly, isoWeek).flatMap((ids) => ids.slice(0, 1)),
    ...newestPeriods(runs, retention.keepMonthly, utcMonth).flatMap((ids) => ids.slice(0, 1)),
  ]);
}

function newestPeriods(
  runs: readonly Dated[],
  keep: number | 'all',
  periodOf: (run: Dated) => string,
): readonly (readonly string[])[] {
  const periods = new Map<string, string[]>();
  for (const run of runs) {
    const period = periodOf(run);
    const ids = periods.get(period);
    if (ids === undefined) periods.set(period, [run.id]);
    else ids.push(run.id);
  }
  const all = [...periods.values()];
  return keep === 'all' ? all : all.slice(0, keep);
}

const utcDay = (run: Dated): string => run.generatedAt.slice(0, 10);
const utcMonth = (run: Dated): string => run.generatedAt.slice(0, 7);

const DAY_MS = 24 * 60 * 60 * 1000;

/** The Monday that begins the report's week: weeks of ISO 8601 run from Monday to Sunday. */
function isoWeek(run: Dated): string {
  const time = Date.parse(run.generatedAt);
  const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return new Date(time - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}
