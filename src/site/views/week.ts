import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import { reportsBetween } from './report-times.ts';

const DAY_MS = 86_400_000;

/** Id of the report nearest to a week before a report, within a day of it. @param reports newest first. */
export function weekBefore(runs: readonly RunSummary[], report: Pick<Report, 'generatedAt'>): string | null {
  const wanted = Date.parse(report.generatedAt) - 7 * DAY_MS;
  const near = reportsBetween(runs, wanted - DAY_MS, wanted + DAY_MS)
    .map((run) => ({ id: run.id, off: Math.abs(Date.parse(run.generatedAt) - wanted) }))
    .toSorted((a, b) => a.off - b.off);
  return near[0]?.id ?? null;
}
