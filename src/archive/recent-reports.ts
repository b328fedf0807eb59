import type { Report } from '../report/schema/report.ts';

/** A page shows its report beside its neighbours, so each is asked for a few times in a row; more would only hold memory. */
const KEPT = 12;

interface RecentReports {
  /** The same reading, which reads what was read just now only once. */
  through(read: (id: string) => Report): (id: string) => Report;
  /** What was read of a report is no longer what lies there. */
  forget(id: string): void;
}

/** Keeps the reports that were read last. */
export function recentReports(): RecentReports {
  const kept = new Map<string, Report>();
  return {
    through: (read) => (id) => {
      const report = kept.get(id) ?? read(id);
      kept.delete(id);
      kept.set(id, report);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return report;
    },
    forget: (id) => {
      kept.delete(id);
    },
  };
}
