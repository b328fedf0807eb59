import type { Report } from '../report/schema/report.ts';
import { hasRanking } from './views/ranking.ts';
import { hasSegments } from './views/segments.ts';
import { hasVersions } from './views/versions.ts';

/** The site's main pages, in the order of the menu. */
const NAVIGATION = [
  { path: '', label: 'Overview' },
  { path: 'ranking/', label: 'Ranking' },
  { path: 'segments/', label: 'Segments' },
  { path: 'versions/', label: 'Versions' },
  { path: 'health/', label: 'Health' },
  { path: 'scores/', label: 'Scores' },
  { path: 'latency/', label: 'Latency' },
  { path: 'drift/', label: 'Drift' },
  { path: 'predictions/', label: 'Predictions' },
  { path: 'alerts/', label: 'Alerts' },
  { path: 'trends/', label: 'Trends' },
  { path: 'reports/', label: 'Reports' },
  { path: 'method/', label: 'Method' },
] as const;

/** Destinations within reach of the thumb on a phone; the fifth is the list of all pages. */
export const TABS = NAVIGATION.filter(({ path }) => ['', 'drift/', 'alerts/', 'reports/'].includes(path));

/** Those of the current report: without outcomes or an estimate there is nothing to rank or to split, and with one model version none to compare: no page of it. */
export const navigation = (current: Report): readonly (typeof NAVIGATION)[number][] =>
  NAVIGATION.filter(
    ({ path }) =>
      (path !== 'ranking/' || hasRanking(current)) &&
      (path !== 'segments/' || hasSegments(current)) &&
      (path !== 'versions/' || hasVersions(current)),
  );

/** Whether a page is the entry's page or below it. */
export const isWithin = (page: string, entry: string): boolean =>
  entry === '' ? page === '' : page.startsWith(entry);
