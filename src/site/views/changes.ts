import { type Change, type Comparison, compareReports, type Direction } from '../../report/compare.ts';
import { reportIfThere } from '../../report/report-if-there.ts';
import type { Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';
import { neighbourReports } from './archive.ts';
import { weekBefore } from './report-times.ts';

export interface ChangesView {
  /** The report compared with; null when there is none. */
  readonly previousId: string | null;
  readonly changes: readonly Change[];
  readonly figures: readonly FigureRow[];
  /** Number of changes since the report of a week before. */
  readonly week: { readonly id: string; readonly changes: number } | null;
}

interface FigureRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Changes of a report since the previous report and since the report of a week before. */
export function changesOf(data: SiteData, report: Report): ChangesView {
  const previous = previousReport(data, report);
  const comparison = compared(previous, report);
  const week = weekReport(data, report);
  const sinceWeek = compared(week, report);
  return {
    previousId: comparison === null ? null : (previous?.id ?? null),
    changes: comparison?.changes ?? [],
    figures: (comparison?.figures ?? []).map(({ label, words }) => ({ label, ...words })),
    week: week === null || sinceWeek === null ? null : { id: week.id, changes: sinceWeek.changes.length },
  };
}

/** Null also if the comparison throws: a damaged older report must not prevent this report's page. */
function compared(other: Report | null, report: Report): Comparison | null {
  try {
    return other === null ? null : compareReports(other, report);
  } catch {
    return null;
  }
}

function previousReport(data: SiteData, report: Report): Report | null {
  if (report.id === data.current.id) return data.previous;
  const { earlier } = neighbourReports(data, report.id);
  return earlier === null ? null : reportIfThere(data.read, earlier.id);
}

function weekReport(data: SiteData, report: Report): Report | null {
  if (report.id === data.current.id) return data.weekAgo;
  const id = weekBefore(data.runs, report);
  return id === null ? null : reportIfThere(data.read, id);
}

export const DIRECTION_WORD: Readonly<Record<Direction, string>> = {
  worse: 'Worse',
  better: 'Better',
  neutral: 'Changed',
};
