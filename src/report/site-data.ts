import type { Report } from './schema/report.ts';
import type { RunSummary } from './summary.ts';

/** A report whose details were pruned: its address stays and says so. */
export interface PrunedRun {
  readonly prunedAt: string;
  readonly summary: RunSummary;
}

/** Everything the pages may show. The build hands it over once; pages pick from it and compute nothing. */
export interface SiteData {
  readonly current: Report;
  /** Every archived report, newest first; a simulated current report is not among them. */
  readonly runs: readonly RunSummary[];
  /** Archived reports that are dated long after the current report: a clock was wrong. They have pages, and no place in a series. */
  readonly ahead: readonly RunSummary[];
  readonly pruned: readonly PrunedRun[];
  /** The report before the current report, and the one a week before it, where they are archived. */
  readonly previous: Report | null;
  readonly weekAgo: Report | null;
  /** A whole archived report; ids are those of `reports`. */
  readonly read: (id: string) => Report;
  readonly title: string;
  /** False: `noindex` on every page. */
  readonly public: boolean;
  /** Reports, counted from the newest, whose features have pages of their own. */
  readonly featurePageReports: number;
  /** The one report whose pages are rendered, where a file is made of it; otherwise every report has its pages. */
  readonly only?: string;
  /** What was wrong in the archive and was skipped, in words. */
  readonly archiveNotes: readonly string[];
}

const KEY = Symbol.for('lead-scoring-monitor.site-data');

type Holder = { [KEY]?: SiteData };

/** Hands the data to the pages that Astro renders in this process. */
export function provideSiteData(data: SiteData): void {
  (globalThis as Holder)[KEY] = data;
}

/**
 * What pages read.
 * @throws Error when nothing was provided: pages are rendered by `npm run build` and `npm run dev`.
 */
export function siteData(): SiteData {
  const data = (globalThis as Holder)[KEY];
  if (data === undefined) throw new Error('No site data: run `npm run build` or `npm run dev`.');
  return data;
}
