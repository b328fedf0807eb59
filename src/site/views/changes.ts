import { type Change, type Comparison, compareReports, type Direction } from '../../report/compare.ts';
import type { Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';
import { neighbourRuns } from './archive.ts';
import { weekBefore } from './week.ts';

export interface ChangesView {
  /** The report compared with; null when there is none. */
  readonly previousId: string | null;
  readonly changes: readonly Change[];
  readonly figures: readonly FigureRow[];
  /** What is different from the report of a week ago. */
  readonly week: { readonly id: string; readonly changes: number } | null;
}

interface FigureRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What changed since the last report this one, and since a week ago. */
export function changesOf(data: SiteData, report: Report): ChangesView {
  const previous = previousReport(data, report);
  const comparison: Comparison | null = previous === null ? null : compareReports(previous, report);
  const week = weekReport(data, report);
  return {
    previousId: previous?.id ?? null,
    changes: comparison?.changes ?? [],
    figures: (comparison?.figures ?? []).map(({ label, words }) => ({ label, ...words })),
    week: week === null ? null : { id: week.id, changes: compareReports(week, report).changes.length },
  };
}

function previousReport(data: SiteData, report: Report): Report | null {
  if (report.id === data.current.id) return data.previous;
  const { earlier } = neighbourRuns(data, report.id);
  return earlier === null ? null : data.read(earlier.id);
}

function weekReport(data: SiteData, report: Report): Report | null {
  if (report.id === data.current.id) return data.weekAgo;
  const id = weekBefore(data.runs, report);
  return id === null ? null : data.read(id);
}

export const DIRECTION_WORD: Readonly<Record<Direction, string>> = {
  worse: 'Worse',
  better: 'Better',
  neutral: 'Changed',
};
