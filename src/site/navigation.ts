/** The site's main pages, in the order of the menu. */
export const NAVIGATION = [
  { path: '', label: 'Overview' },
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

/** Whether a page is the entry's page or below it. */
export const isWithin = (page: string, entry: string): boolean =>
  entry === '' ? page === '' : page.startsWith(entry);
