import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { migrateReport } from '../archive/migrate.ts';
import { siteReports } from '../archive/site-reports.ts';
import { BUILD } from '../command-names.ts';
import { inputError } from '../monitor-error.ts';
import { readRegularFileSync } from '../regular-file.ts';
import { type Comparison, compareReports } from '../report/compare.ts';
import type { Report } from '../report/schema/report.ts';
import type { RunSummary } from '../report/summary.ts';

/** A report of the built site, with the reports that a message compares it to. */
export interface Published {
  readonly report: Report;
  readonly comparison: Comparison | null;
  /** Newest first, starting with this report. */
  readonly runs: readonly RunSummary[];
}

/**
 * Reads the report for a message, and checks that its permalink page exists.
 *
 * @param id an archived report; null for the newest report of the built site that stays as it is: of a day that is built
 *   again and again, the last.
 * @param now epoch milliseconds.
 * @throws MonitorError `not-built`, `not-published` or `not-final` (exit code 3).
 */
export function readPublished(outDir: string, archive: Archive, id: string | null, now: number): Published {
  const report = id === null ? newestFinal(readLatest(outDir), archive, now) : archive.read(id);
  if (!existsSync(join(outDir, 'reports', report.id, 'index.html'))) {
    throw inputError(
      'not-published',
      `${outDir} has no page reports/${report.id}/, so a link to it would lead nowhere. Run ${BUILD} first.`,
    );
  }
  const { runs, previous } = siteReports(archive, report);
  const time = Date.parse(report.generatedAt);
  return {
    report,
    comparison: previous === null ? null : compareReports(previous, report),
    runs: runs.filter((run) => Date.parse(run.generatedAt) <= time),
  };
}

/** Whether the archive has a newer report that is not refreshed any more. @param now epoch milliseconds. */
export function hasNewerFinal(archive: Archive, report: Report, now: number): boolean {
  const time = Date.parse(report.generatedAt);
  return archive
    .summaries()
    .some(
      (run) =>
        Date.parse(run.generatedAt) > time &&
        Date.parse(run.generatedAt) <= now &&
        archive.isFinal(run.id, now),
    );
}

function newestFinal(latest: Report, archive: Archive, now: number): Report {
  if (latest.simulated || archive.isFinal(latest.id, now)) return latest;
  const time = Date.parse(latest.generatedAt);
  const older = archive.summaries().filter((run) => Date.parse(run.generatedAt) <= time);
  const final = older.find((run) => archive.isFinal(run.id, now));
  if (final !== undefined) return archive.read(final.id);
  throw inputError(
    'not-final',
    `Report ${latest.id} is refreshed until its day (UTC) is over, and there is none before it. Name it with --id to tell of it now.`,
  );
}

function readLatest(outDir: string): Report {
  const path = join(outDir, 'latest.json');
  let value: unknown;
  try {
    value = JSON.parse(readRegularFileSync(path).toString());
  } catch (cause) {
    throw inputError('not-built', `${path} cannot be read. Run ${BUILD} first.`, cause);
  }
  const migrated = migrateReport(value);
  if (!migrated.ok) throw inputError('not-built', `${path}: ${migrated.reason}. Run ${BUILD} again.`);
  return migrated.report;
}
