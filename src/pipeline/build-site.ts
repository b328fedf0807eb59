import { type Archive, openArchive } from '../archive/archive.ts';
import { siteRuns } from '../archive/site-reports.ts';
import { inputError } from '../monitor-error.ts';
import { writeOutputs } from '../outputs/write-outputs.ts';
import { allRefused } from '../report/schema/inputs.ts';
import type { Report } from '../report/schema/report.ts';
import type { SiteData } from '../report/site-data.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import type { BuildResult } from './build-summary.ts';
import type { ComputedReport } from './compute-report.ts';
import { publishObservations } from './observations-record.ts';
import { healPublished, publish, refuseForeign } from './publish.ts';
import type { ReportThread } from './report-thread.ts';

interface BuildOptions {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Where the report is computed; whoever started it ends it. */
  readonly thread: ReportThread;
}

type RenderSite = typeof import('../site/render.ts').renderSite;

/**
 * One run: finds the inputs, computes the report, archives it, renders every archived report and publishes the
 * site whole. Whatever throws before the last step leaves the published site as it was, and the archive with every
 * report it had.
 *
 * The report is computed on a thread of its own: it takes about as long as reading Astro and bundling the pages, and
 * neither needs the other.
 */
export async function buildMonitor(options: BuildOptions): Promise<BuildResult> {
  const { settings, signal, thread } = options;
  await healPublished(settings.outDir);
  // Before the thread writes into the cache; publishing looks again.
  await refuseForeign(settings.outDir);
  const { observed, run } = thread.compute(options);
  // Until then the benchmark has the machine to itself.
  await observed;
  signal.throwIfAborted();
  const { renderSite } = await import('../site/render.ts');
  return await publishReport(options, run, renderSite);
}

interface ArchivedRun {
  readonly data: SiteData;
  readonly archive: Archive;
}

/** Keeps the report in the archive, unless it is simulated, and gathers what the site shows of both. */
function archiveReport(
  { settings, policy, reporter }: BuildOptions,
  { report, observations, inputsHash }: ComputedReport,
): ArchivedRun {
  reporter.stage('Archiving');
  const archive = openArchive(settings.archiveDir);
  refuseUnusable(archive, report);
  let current = report;
  if (inputsHash !== null) {
    const id = archive.save(report, { inputsHash, provisional: settings.refreshesDay });
    current = { ...report, id };
    archive.saveObservations(id, observations);
  }
  const { title, public: isPublic, featurePageReports } = policy.site;
  const data = { ...siteRuns(archive, current), current, title, public: isPublic, featurePageReports };
  reporter.stage('Rendering the site');
  return { data, archive };
}

/**
 * Where the very first build can use no row of the predictions log, the log is not what it should be: that is for whoever
 * installs, now, and not for a site. Later on it is a state to report like any other.
 */
function refuseUnusable(archive: Archive, { inputs: { predictions } }: Report): void {
  const first = archive.list().length + archive.pruned().length + archive.damaged().length === 0;
  if (!first || !allRefused(predictions)) return;
  const [sample] = predictions.reasons.flatMap((reason) => reason.samples);
  const at = sample === undefined ? '' : ` (first: ${sample.file}, line ${sample.line}: ${sample.detail})`;
  throw inputError('unusable-log', `PREDICTIONS_LOG: ${predictions.reason ?? 'Every row was refused.'}${at}`);
}

/** The pages are bundled while the report is computed; rendering waits for the data. */
async function publishReport(
  options: BuildOptions,
  run: Promise<ComputedReport>,
  renderSite: RenderSite,
): Promise<BuildResult> {
  const { reporter, signal } = options;
  const { outDir, siteUrl, basePath } = options.settings;
  return await publish(outDir, async (staging) => {
    const archiving = run.then((computed) => {
      signal.throwIfAborted();
      return archiveReport(options, computed);
    });
    const data = archiving.then((archived) => archived.data);
    // Bundling may still go on when computing fails: nobody waits for the data yet, and that is no unhandled rejection.
    data.catch(() => undefined);
    const rendering = renderSite({ data, outDir: staging, siteUrl, basePath });
    const [archived, rendered] = await Promise.allSettled([archiving, rendering]);
    if (archived.status === 'rejected') throw archived.reason;
    if (rendered.status === 'rejected') throw rendered.reason;
    signal.throwIfAborted();
    const { archive, data: shown } = archived.value;
    reporter.stage('Writing feeds, badges and tables');
    const { pages, unrendered } = rendered.value;
    const damaged = archive.damaged();
    await writeOutputs({ data: shown, outDir: staging, siteUrl, basePath, damaged, unrendered });
    const { current, archiveNotes } = shown;
    const runs = [...shown.runs, ...shown.ahead];
    const ids = runs.map((summary) => summary.id);
    const { observations } = await run;
    await publishObservations(staging, archive, ids, { id: current.id, observations });
    signal.throwIfAborted();
    reporter.stage('Publishing');
    return {
      report: current,
      outDir,
      pages,
      runs: runs.length,
      notes: [
        ...archiveNotes,
        ...unrendered.map(({ path, reason }) => `${path}: cannot be rendered (${reason}); skipped and kept`),
      ],
    };
  });
}
