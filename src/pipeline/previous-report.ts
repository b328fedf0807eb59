import type { Archive } from '../archive/archive.ts';
import type { Report } from '../report/schema/report.ts';
import type { RunSummary } from '../report/summary.ts';

export interface PreviousReports {
  /** The newest archived report that was made before the time; null where there is none. */
  readonly previous: Report | null;
  /** Headline figures of every report that was ever archived, pruned ones too. */
  readonly runs: readonly RunSummary[];
}

/** @param now epoch milliseconds. */
export function previousReports(archive: Archive, now: number): PreviousReports {
  const archived = archive.summaries();
  const earlier = archived.find(({ generatedAt }) => Date.parse(generatedAt) < now);
  return {
    previous: earlier === undefined ? null : archive.read(earlier.id),
    runs: [...archived, ...archive.pruned().map(({ summary }) => summary)],
  };
}
