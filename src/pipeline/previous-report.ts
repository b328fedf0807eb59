import { openArchive } from '../archive/archive.ts';
import type { Report } from '../report/schema/report.ts';

/** The newest archived report that was made before a time (epoch milliseconds); null where there is none. */
export function previousReport(archiveDir: string, now: number): Report | null {
  const archive = openArchive(archiveDir);
  const earlier = archive.summaries().find(({ generatedAt }) => Date.parse(generatedAt) < now);
  return earlier === undefined ? null : archive.read(earlier.id);
}
