import type { Report } from '../report/schema/report.ts';

/** Consecutive pages read the same few neighbouring reports; a larger cache would only take memory. */
const MAX_REPORTS = 12;

interface RecentReports {
  /** Wraps a read function with the cache. */
  through(read: (id: string) => Report): (id: string) => Report;
  /** Drops a report whose file has changed. */
  forget(id: string): void;
}

/** A least-recently-used cache of parsed reports. */
export function recentReports(): RecentReports {
  const kept = new Map<string, Report>();
  return {
    through: (read) => (id) => {
      const report = kept.get(id) ?? read(id);
      kept.delete(id);
      kept.set(id, report);
      const [oldest] = kept.keys();
      if (kept.size > MAX_REPORTS && oldest !== undefined) kept.delete(oldest);
      return report;
    },
    forget: (id) => {
      kept.delete(id);
    },
  };
}
