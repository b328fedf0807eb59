import type { Report } from '../../report/schema/report.ts';
import type { NightSummary } from '../../report/summary.ts';
import { nightsBetween } from './report-times.ts';

const DAY_MS = 86_400_000;

/** Id of the report nearest to a week before a report, within a day of it. @param nights newest first. */
export function weekBefore(
  nights: readonly NightSummary[],
  report: Pick<Report, 'generatedAt'>,
): string | null {
  const wanted = Date.parse(report.generatedAt) - 7 * DAY_MS;
  const near = nightsBetween(nights, wanted - DAY_MS, wanted + DAY_MS)
    .map((night) => ({ id: night.id, off: Math.abs(Date.parse(night.generatedAt) - wanted) }))
    .toSorted((a, b) => a.off - b.off);
  return near[0]?.id ?? null;
}
