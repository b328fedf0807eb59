import type { RunSummary } from './summary.ts';

/** What identifies a report in time. */
export interface Moment {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** "2026-02-20-2" is a second run of "2026-02-20". */
const isRerun = (id: string, of: string): boolean =>
  id.startsWith(`${of}-`) && /^[1-9]\d*$/.test(id.slice(of.length + 1));

/**
 * The reports before one, newest first, each once: of several runs of one report (`-2`, `-3`) on one day (UTC) the last,
 * and none of the report itself.
 *
 * @param runs archived and pruned reports in any order; a simulated report is never among them.
 */
export function earlierReports(runs: readonly RunSummary[], { id, now }: Moment): readonly RunSummary[] {
  const before = runs
    .map((run) => ({ run, time: Date.parse(run.generatedAt) }))
    .filter(({ time }) => time <= now)
    .sort((a, b) => b.time - a.time || rerunFirst(a.run.id, b.run.id));
  const byDay = Map.groupBy(before, ({ time }) => dayOf(time));
  return [...byDay].flatMap(([day, reports]) => {
    const own = day === dayOf(now) ? [id] : [];
    return reports
      .filter(({ run }, i) => {
        const newer = [...own, ...reports.slice(0, i).map((report) => report.run.id)];
        return !newer.some((other) => isSameReport(run.id, other));
      })
      .map(({ run }) => run);
  });
}

const isSameReport = (a: string, b: string): boolean =>
  a === b || isRerun(a, b) || isRerun(b, a) || siblings(a, b);

/** "2026-02-20-2" and "2026-02-20-3", where the first run is gone. */
function siblings(a: string, b: string): boolean {
  const [one, other] = [a, b].map((id) => /^(\d{4}-\d\d-\d\d)-[1-9]\d*$/.exec(id)?.[1]);
  return one !== undefined && one === other;
}

const rerunFirst = (a: string, b: string): number => (isRerun(a, b) ? -1 : Number(isRerun(b, a)));
