import type { Report } from './schema/report.ts';
import type { RunSummary } from './summary.ts';

/** A pruned report: its permalink shows the headline figures only. */
export interface PrunedReport {
  readonly prunedAt: string;
  readonly summary: RunSummary;
}

/** Everything that the pages show. The build provides it once; pages select from it and compute nothing. */
export interface SiteData {
  readonly current: Report;
  /** Every archived report, newest first, without a simulated current report. */
  readonly runs: readonly RunSummary[];
  /** Archived reports dated far after the current one by a wrong clock: they have pages, but are left out of every series. */
  readonly ahead: readonly RunSummary[];
  readonly pruned: readonly PrunedReport[];
  /** The report before the current one and the report of a week before; null where there is none. */
  readonly previous: Report | null;
  readonly weekAgo: Report | null;
  /** Reads an archived report; ids are those of `runs` and `ahead`. */
  readonly read: (id: string) => Report;
  readonly title: string;
  /** The team's colours of links and charts in the two themes, `#rrggbb`; null: those of the styles. */
  readonly accent: {
    readonly light: string;
    readonly dark: string;
    /** Colour of further series of a chart that is too near to it. */
    readonly displaces: 'second' | 'third' | null;
  } | null;
  /** If false, every page has `noindex`. */
  readonly public: boolean;
  /** Number of newest reports whose features have pages of their own. */
  readonly featurePageReports: number;
  /** Age of the newest report from which its pages say that the build seems to have stopped. */
  readonly staleAfterHours: number;
  /** For the single-file export: the id of the only report to render. */
  readonly only?: string;
  /** One sentence for each archived file that was skipped. */
  readonly archiveNotes: readonly string[];
}

const KEY = Symbol.for('lead-scoring-monitor.site-data');

type Holder = { [KEY]?: SiteData };

/** Provides the data to the pages that Astro renders in this process. */
export function provideSiteData(data: SiteData): void {
  (globalThis as Holder)[KEY] = data;
}

/**
 * The data provided to the pages.
 * @throws Error when nothing was provided: pages must be rendered by `npm run build` or `npm run dev`.
 */
export function siteData(): SiteData {
  const data = (globalThis as Holder)[KEY];
  if (data === undefined) throw new Error('No site data: run `npm run build` or `npm run dev`.');
  return data;
}
