import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '../../archive/archive.ts';
import { isFarAhead } from '../../archive/order.ts';
import { configurationError, inputError } from '../../monitor-error.ts';
import { type Observations, observationsSchema } from '../../report/observations.ts';
import type { Report } from '../../report/schema/report.ts';
import type { Settings } from '../../settings/variables.ts';
import { listReport, publishReport } from '../build-site.ts';
import type { BuildResult } from '../build-summary.ts';
import { refuseForeign, restorePublished } from '../publish.ts';
import { type BackfillOptions, makeReports } from './make-reports.ts';

export interface BackfillResult extends Omit<BuildResult, 'report'> {
  /** Newest report of the archive, which the site shows first. */
  readonly current: Report;
  readonly made: readonly Pick<Report, 'id' | 'verdict'>[];
  /** Days (UTC) that had a report, a pruned or damaged one too; they were left alone. */
  readonly kept: readonly string[];
}

/**
 * Makes the reports of past times and then the site, once. What is archived stays when it is interrupted, and the next
 * call goes on with the rest.
 *
 * @throws MonitorError `no-log` (exit code 2) where there is no log; whatever ends a build.
 */
export async function backfill(options: BackfillOptions): Promise<BackfillResult> {
  const { settings, signal, reporter, times } = options;
  refuseSingle(settings);
  await restorePublished(settings.outDir);
  // Checked before anything is archived, and again on publishing.
  await refuseForeign(settings.outDir);
  const archive = openArchive(settings.archiveDir);
  const taken = takenDays(archive);
  const missing = times.filter((time) => !taken.has(dayOf(time)));
  const made: Report[] = [];
  const scratch = await mkdtemp(join(tmpdir(), 'lead-scoring-monitor-'));
  try {
    await makeReports({ ...options, times: missing }, archive, scratch, made);
  } catch (error) {
    const left = missing.length - made.length;
    if (signal.aborted) reporter.warn(`Interrupted: ${made.length} reports are archived, ${left} are not.`);
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const early = made.filter(isBeforeLogs).length;
  if (early > 0)
    reporter.warn(`${early} of the reports are of times before the first usable row of the logs.`);
  const current = newestReport(archive, settings.now);
  const { renderSite } = await import('../../site/render.ts');
  const { report, ...built } = await publishReport(
    options,
    async () => listReport(options, archive, current, observationsOf(archive, current.id)),
    renderSite,
  );
  return {
    ...built,
    current: report,
    made: made.map(({ id, verdict }) => ({ id, verdict })),
    kept: times.map(dayOf).filter((day) => taken.has(day)),
  };
}

const isBeforeLogs = ({ inputs: { predictions, requests } }: Report): boolean =>
  predictions.first === null && requests.first === null;

/** Settings that are of one report. */
function refuseSingle({ reportId, observationsPath }: Settings): void {
  const variable = reportId !== null ? 'REPORT_ID' : observationsPath !== null ? 'OBSERVATIONS_PATH' : null;
  if (variable === null) return;
  throw configurationError('bad-setting', `${variable} is of one report, and backfill makes many: unset it.`);
}

const dayOf = (time: number | string): string => new Date(time).toISOString().slice(0, 10);

/** Days with a report, whatever its id. */
function takenDays(archive: Archive): ReadonlySet<string> {
  const summaries = [...archive.summaries(), ...archive.pruned().map(({ summary }) => summary)];
  return new Set([
    ...summaries.flatMap(({ id, generatedAt }) => [id, dayOf(generatedAt)]),
    ...archive.damaged().map(({ id }) => id),
  ]);
}

function newestReport(archive: Archive, now: number): Report {
  const newest = archive.summaries().find((summary) => !isFarAhead(summary, now));
  if (newest !== undefined) return archive.read(newest.id);
  throw inputError('no-such-report', `The archive ${archive.directory} has no report that can be shown.`);
}

/** Null where none are kept, or what is kept cannot be read. */
function observationsOf(archive: Archive, id: string): Observations | null {
  try {
    return observationsSchema.safeParse(JSON.parse(archive.observations(id) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
