import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '../archive/archive.ts';
import { siteNights } from '../archive/site-nights.ts';
import { writeOutputs } from '../outputs/write-outputs.ts';
import { assembleReport } from '../report/assemble.ts';
import type { Observations } from '../report/observations.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/settings.ts';
import { renderSite } from '../site/render.ts';
import type { SiteData } from '../site/site-data.ts';
import { type BuildInputs, findInputs } from './build-inputs.ts';
import type { BuildResult } from './build-summary.ts';
import { inputsHash } from './inputs-hash.ts';
import { findModel, type ModelFile, referenceRows, scoresOfReference } from './model-file.ts';
import { publishObservations } from './observations-record.ts';
import { observe } from './observe.ts';
import { openStore } from './open-store.ts';
import { healPublished, publish } from './publish.ts';
import { software } from './software.ts';

interface BuildOptions {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly reporter: Reporter;
  /** Epoch milliseconds of the live world, for the times of observations. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** Rows of the reference that the benchmark draws from. */
const BENCHMARK_ROWS = 1_000;

/**
 * One night's run: finds the inputs, computes the report, archives it, renders every archived report and publishes the
 * site whole. Whatever throws before the last step leaves the published site as it was, and the archive with every
 * report it had.
 */
export async function buildMonitor(options: BuildOptions): Promise<BuildResult> {
  const { settings, policy, reporter } = options;
  const scratch = await mkdtemp(join(tmpdir(), 'lead-scoring-monitor-'));
  try {
    await healPublished(settings.outDir);
    reporter.stage('Finding inputs');
    const inputs = await findInputs(settings, policy, scratch);
    const model = await findModel(settings);
    // Before the pages are bundled beside it: a benchmark wants the machine for itself.
    const observations = await observeWorld(options, inputs, model);
    options.signal.throwIfAborted();
    return await publishNight(options, () => computeNight(options, inputs, model, observations, scratch));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What a night's run has to show once everything is computed. */
interface Night {
  readonly data: SiteData;
  readonly archive: Archive;
  readonly observations: Observations;
}

function observeWorld(
  { settings, policy, reporter, clock }: BuildOptions,
  inputs: BuildInputs,
  model: ModelFile,
): Promise<Observations> {
  return observe({
    settings,
    policy,
    model,
    simulated: inputs.simulated,
    referenceRows: referenceRows(model, inputs.reference, BENCHMARK_ROWS),
    reporter,
    clock,
  });
}

async function computeNight(
  options: BuildOptions,
  inputs: BuildInputs,
  model: ModelFile,
  observations: Observations,
  scratch: string,
): Promise<Night> {
  const { settings, policy, reporter, signal } = options;
  const computed = await computeReport(options, inputs, model, observations, scratch);
  signal.throwIfAborted();
  reporter.stage('Archiving');
  const archive = openArchive(settings.archiveDir);
  let current = computed;
  if (!inputs.simulated) {
    const id = archive.save(computed, {
      inputsHash: await inputsHash(inputs.files, { policy, cluster: clusterLogs(inputs, computed) }),
    });
    current = { ...computed, id };
    archive.saveObservations(id, observations);
  }
  const { title, public: isPublic, featurePageNights } = policy.site;
  const data = { ...siteNights(archive, current), current, title, public: isPublic, featurePageNights };
  reporter.stage('Rendering the site');
  return { data, archive, observations };
}

async function computeReport(
  { settings, policy, reporter, signal }: BuildOptions,
  inputs: BuildInputs,
  model: ModelFile,
  observations: Observations,
  scratch: string,
): Promise<Report> {
  const referenceScores = await scoresOfReference(model, inputs.reference);
  const store = await openStore(settings, policy, inputs, { scratch, reporter, signal });
  try {
    reporter.stage('Computing the report');
    return await assembleReport({
      store,
      reference: inputs.reference,
      outcomes: inputs.outcomes,
      observations,
      referenceScores,
      policy,
      now: settings.now,
      id: settings.reportId ?? new Date(settings.now).toISOString().slice(0, 10),
      simulated: inputs.simulated,
      software: await software(),
      reporter,
    });
  } finally {
    await store.close();
  }
}

/** The pages are bundled while the night is computed, which needs the other processor; rendering waits for the data. */
async function publishNight(
  { settings, reporter, signal }: BuildOptions,
  compute: () => Promise<Night>,
): Promise<BuildResult> {
  const { outDir, siteUrl, basePath } = settings;
  return await publish(outDir, async (staging) => {
    const computing = compute();
    const data = computing.then((night) => night.data);
    // Bundling may still go on when computing fails: nobody waits for the data yet, and that is no unhandled rejection.
    data.catch(() => undefined);
    const rendering = renderSite({
      data,
      outDir: staging,
      siteUrl,
      basePath,
    });
    const [computed, rendered] = await Promise.allSettled([computing, rendering]);
    if (computed.status === 'rejected') throw computed.reason;
    if (rendered.status === 'rejected') throw rendered.reason;
    signal.throwIfAborted();
    const { archive, observations, ...night } = computed.value;
    reporter.stage('Writing feeds, badges and tables');
    await writeOutputs({ data: night.data, outDir: staging, siteUrl, basePath, damaged: archive.damaged() });
    const { current, nights, archiveNotes } = night.data;
    const ids = nights.map((summary) => summary.id);
    await publishObservations(staging, archive, ids, { id: current.id, observations });
    signal.throwIfAborted();
    reporter.stage('Publishing');
    return {
      report: current,
      outDir,
      pages: rendered.value.pages,
      nights: nights.length,
      notes: archiveNotes,
    };
  });
}

/** Identity of logs that lie in a cluster: where, how many rows, and the newest; no file of them can be hashed here. */
function clusterLogs({ predictions, requests }: BuildInputs, { inputs }: Report): readonly unknown[] {
  return [
    { log: predictions, read: inputs.predictions },
    { log: requests, read: inputs.requests },
  ]
    .filter(({ log }) => 'uri' in log || 'table' in log)
    .map(({ log, read }) => [log.location, read.rows, read.rejected, read.last]);
}
