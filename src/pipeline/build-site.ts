import { type Archive, openArchive } from '../archive/archive.ts';
import { keepBaseline } from '../archive/baselines.ts';
import { siteReports } from '../archive/site-reports.ts';
import { MONITOR } from '../command-names.ts';
import { inputError } from '../monitor-error.ts';
import { writeOutputs } from '../outputs/write-outputs.ts';
import type { Observations } from '../report/observations.ts';
import { allRefused } from '../report/schema/inputs.ts';
import type { Report } from '../report/schema/report.ts';
import { withId } from '../report/since.ts';
import type { SiteData } from '../report/site-data.ts';
import { accentOf } from '../settings/accent/accent-policy.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import type { BuildResult } from './build-summary.ts';
import type { ComputedReport } from './compute-report.ts';
import { publishObservations } from './observations-record.ts';
import { previousReports } from './previous-report.ts';
import { publish, refuseForeign, restorePublished } from './publish.ts';
import { renderPages } from './render-pages.ts';
import type { RenderSite } from './render-reports.ts';
import type { ReportThread } from './report-thread.ts';
import { unnamedLogs } from './unnamed-logs.ts';

interface BuildOptions {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Thread that computes the report; the caller starts and ends it. */
  readonly thread: ReportThread;
}

/**
 * One run: finds the inputs, computes the report, archives it, renders every archived report and publishes the site. An
 * error before the last step leaves the published site unchanged and loses no archived report.
 *
 * The report is computed on a separate thread, because it takes about as long as loading Astro and bundling the pages and
 * is independent of both.
 */
export async function buildMonitor(options: BuildOptions): Promise<BuildResult> {
  const { settings, signal, thread } = options;
  await restorePublished(settings.outDir);
  // Checked before the thread writes to the cache, and again on publishing.
  await refuseForeign(settings.outDir);
  // Opened here, while the thread loads its modules, so that the thread need not open it, too.
  const archive = openArchive(settings.archiveDir);
  const { observed, run } = thread.compute({ ...options, earlier: previousReports(archive, settings.now) });
  // Nothing else is loaded until the benchmark is over, so as not to disturb it.
  await observed;
  signal.throwIfAborted();
  const { renderSite } = await import('../site/render.ts');
  const list = async (): Promise<ListedReport> => {
    const computed = await run;
    signal.throwIfAborted();
    // Another build, or `prune`, may have changed it meanwhile: no permalink of theirs may go.
    const newest = archive.isUnchanged() ? archive : openArchive(archive.directory);
    return archiveReport(options, newest, computed);
  };
  return await publishReport(options, list, renderSite);
}

interface ListedReport {
  readonly data: SiteData;
  readonly archive: Archive;
  /** Null where none are kept of it. */
  readonly observations: Observations | null;
}

/** Archives the report, unless it is simulated, and collects the data of the site. */
function archiveReport(options: BuildOptions, archive: Archive, computed: ComputedReport): ListedReport {
  const { settings, reporter } = options;
  reporter.stage('Archiving');
  refuseUnusable(archive, computed.report);
  const current = keepReport(archive, computed, settings.refreshesDay);
  return listReport(options, archive, current, computed.observations);
}

/** Archives a report with all that belongs to it, and gives it the id under which it lies. */
export function keepReport(
  archive: Archive,
  { report, observations, inputsHash, baseline }: ComputedReport,
  provisional: boolean,
): Report {
  if (inputsHash === null) return report;
  const id = archive.save(report, { inputsHash, provisional });
  archive.saveObservations(id, observations);
  if (baseline !== null) keepBaseline(archive.directory, baseline.version, baseline.record);
  return withId(report, id);
}

/** What the site shows when this report is the current one. */
export function listReport(
  { policy, reporter }: Pick<BuildOptions, 'policy' | 'reporter'>,
  archive: Archive,
  current: Report,
  observations: Observations | null,
): ListedReport {
  const { public: isPublic, accent, ...site } = policy.site;
  reporter.stage('Rendering the site');
  return {
    data: {
      ...siteReports(archive, current),
      current,
      public: isPublic,
      accent: accentOf(accent),
      ...site,
    },
    archive,
    observations,
  };
}

/**
 * Refuses to build a first site from a predictions log without a valid row, which is most likely a wrong path or format.
 * With reports in the archive, the same state is reported like any other.
 */
export function refuseUnusable(archive: Archive, { inputs: { predictions } }: Report): void {
  const first = archive.list().length + archive.pruned().length + archive.damaged().length === 0;
  if (!first || !allRefused(predictions)) return;
  const [sample] = predictions.reasons.flatMap((reason) => reason.samples);
  const at = sample === undefined ? '' : ` (first: ${sample.file}, line ${sample.line}: ${sample.detail})`;
  throw inputError(
    'unusable-log',
    `PREDICTIONS_LOG: ${predictions.reason ?? 'Every row was refused.'}${at} ${MONITOR} init writes to the policy what it can see of the log.`,
  );
}

/**
 * Renders and publishes; pages are bundled while the report is computed, and rendering waits for the data.
 *
 * @param list computes, archives and lists; called once `OUT_DIR` is known to be writable.
 */
export async function publishReport(
  { settings, reporter, signal }: Pick<BuildOptions, 'settings' | 'reporter' | 'signal'>,
  list: () => Promise<ListedReport>,
  renderSite: RenderSite,
): Promise<BuildResult> {
  const { outDir, siteUrl, basePath, archiveDir } = settings;
  return await publish(outDir, async (staging) => {
    const listed = list();
    const data = listed.then((archived) => archived.data);
    // If computing fails during bundling, nothing awaits `data` yet: prevents an unhandled rejection.
    data.catch(() => undefined);
    const rendering = renderPages({
      data,
      archiveDir,
      outDir: staging,
      siteUrl,
      basePath,
      renderSite,
      signal,
    });
    const [archived, rendered] = await Promise.allSettled([listed, rendering]);
    if (archived.status === 'rejected') throw archived.reason;
    if (rendered.status === 'rejected') throw rendered.reason;
    signal.throwIfAborted();
    const { archive, data: shown, observations } = archived.value;
    reporter.stage('Writing feeds, badges and tables');
    const { pages, unrendered, written } = rendered.value;
    const damaged = archive.damaged();
    await writeOutputs({ data: shown, outDir: staging, siteUrl, basePath, damaged, unrendered, written });
    const { current, archiveNotes } = shown;
    const runs = [...shown.runs, ...shown.ahead];
    const ids = runs.map((summary) => summary.id);
    await publishObservations(staging, archive, ids, { id: current.id, observations });
    signal.throwIfAborted();
    reporter.stage('Publishing');
    const unnamed = current.simulated ? await unnamedLogs(settings) : null;
    return {
      report: current,
      outDir,
      pages,
      runs: runs.length,
      notes: [
        ...archiveNotes,
        ...unrendered.map(({ path, reason }) => `${path}: cannot be rendered (${reason}); skipped and kept`),
        ...(unnamed === null ? [] : [unnamed]),
      ],
    };
  });
}
