import type { Status } from '../../report/schema/common.ts';
import { MONTH_NAMES, plural } from '../../wording/format.ts';
import { STATUS_LOOK } from '../../wording/status.ts';
import { DAY_MS } from '../../wording/time.ts';
import type { ListedReport } from '../views/archive.ts';
import { incidentTitles, titleWords } from '../views/incident-lives.ts';

export const CELL = 14;

interface CalendarDay {
  readonly x: number;
  readonly y: number;
  readonly day: string;
  /** The newest report of that day; null where there is none. */
  readonly report: {
    readonly id: string;
    readonly status: Status;
    /** Titles of the incidents that it saw. */
    readonly incidents: readonly string[];
  } | null;
}

export interface CalendarYear {
  readonly width: number;
  readonly height: number;
  readonly days: readonly CalendarDay[];
  readonly months: readonly { readonly x: number; readonly label: string }[];
}

/** A year as a calendar: one column per week, one row per weekday, Monday first. */
export function calendarYear(year: number, runs: readonly ListedReport[]): CalendarYear {
  const newest = new Map<string, ListedReport>();
  for (const run of runs) {
    const day = run.summary.generatedAt.slice(0, 10);
    if (!newest.has(day)) newest.set(day, run);
  }
  const first = Date.UTC(year, 0, 1);
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const count = Math.round((Date.UTC(year + 1, 0, 1) - first) / DAY_MS);
  const column = (index: number): number => Math.floor((index + lead) / 7) * CELL;
  const days = Array.from({ length: count }, (_, index): CalendarDay => {
    const day = new Date(first + index * DAY_MS).toISOString().slice(0, 10);
    const run = newest.get(day);
    return {
      x: column(index),
      y: ((index + lead) % 7) * CELL,
      day,
      report:
        run === undefined
          ? null
          : { id: run.summary.id, status: run.summary.status, incidents: incidentTitles(run.summary) },
    };
  });
  return {
    width: column(count - 1) + CELL,
    height: 7 * CELL,
    days,
    months: MONTH_NAMES.map((name, month) => ({
      x: column(Math.round((Date.UTC(year, month, 1) - first) / DAY_MS)),
      label: name.slice(0, 3),
    })),
  };
}

/** "2026-02-20: Critical, 2 incidents: Data drift and API down" */
export function dayWords(day: string, { status, incidents }: NonNullable<CalendarDay['report']>): string {
  const seen =
    incidents.length === 0 ? [] : [`${plural(incidents.length, 'incident')}: ${titleWords(incidents)}`];
  return `${day}: ${[STATUS_LOOK[status].word, ...seen].join(', ')}`;
}
