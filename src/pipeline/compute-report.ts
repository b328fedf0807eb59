import { resolve } from 'node:path';
import { readAcknowledged } from '../archive/acknowledged.ts';
import { readBaseline } from '../archive/baselines.ts';
import { type ReferenceOrigin, readReferenceOrigin } from '../ingest/sources/reference-origin.ts';
import type { Store } from '../ingest/store.ts';
import type { Baselines } from '../metrics/performance/frozen.ts';
import { type ReadScoringModel, readScoringModel } from '../model/attribution/scoring-model.ts';
import type { ReferenceScores } from '../model/reference-scores.ts';
import type { Observations } from '../report/observations.ts';
import type { FrozenBaseline } from '../report/schema/frozen-baseline.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import { type BuildInputs, findInputs } from './build-inputs.ts';
import { findModel, type ModelFile, referenceRows, scoresOfReference } from './model-file.ts';
import { observe } from './observe.ts';
import type { PreviousReports } from './previous-report.ts';
import { reportIdentity } from './report-identity.ts';
import type { ReadShadowLog, ShadowLog } from './shadow-log.ts';
import { simulatedPolicy } from './simulated-inputs.ts';
import { software } from './software.ts';
import { whileThere } from './vanished-input.ts';

export interface ReportOptions {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly reporter: Reporter;
  /** Current time in epoch milliseconds, for the times of observations. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** Called once inputs are found and observations are made; until then other work would disturb the benchmark. */
  readonly observed: () => void;
  /** An empty directory for data that does not fit into memory; the caller removes it. */
  readonly scratch: string;
  /** Reads no input keys but the reference's: for a run that ran out of memory. */
  readonly referenceOnly: boolean;
  /** What the archive holds from before; not used where the data are simulated. */
  readonly earlier: PreviousReports;
}

/** Result of a run as plain data, small for logs of any size, so that it can be sent between threads. */
export interface ComputedReport {
  readonly report: Report;
  readonly observations: Observations;
  /** Hash of the report's inputs; null for simulated data, which are never archived. */
  readonly inputsHash: string | null;
  /** A baseline that this report is the first to use, for the archive; null where there is none. */
  readonly baseline: { readonly version: string; readonly record: FrozenBaseline } | null;
}

/** Number of reference rows that the benchmark uses. */
const BENCHMARK_ROWS = 1_000;

/** Finds the inputs, makes the observations and computes the report. Writes only to the scratch directory and the row cache. */
export async function computeReport(options: ReportOptions): Promise<ComputedReport> {
  options.reporter.stage('Finding inputs');
  const inputs = await findInputs(options.settings, options.policy, options.scratch, {
    signal: options.signal,
  });
  return await whileThere(inputs.files, () => computeFrom(options, inputs));
}

async function computeFrom(options: ReportOptions, inputs: BuildInputs): Promise<ComputedReport> {
  const { settings, signal } = options;
  const policy = inputs.simulated ? simulatedPolicy(options.policy) : options.policy;
  const model = await findModel(settings);
  signal.throwIfAborted();
  // The demonstration model serves nobody, so other work need not wait until it has been timed.
  if (model.demonstration) options.observed();
  const { recorded } = await observeWorld({ ...options, policy }, inputs, model);
  signal.throwIfAborted();
  options.observed();
  const identity = inputs.simulated ? null : reportIdentity(inputs, policy, signal);
  let baseline: ComputedReport['baseline'] = null;
  const report = await assembleFrom({ ...options, policy }, inputs, model, recorded, {
    read: (version) => (inputs.simulated ? 'absent' : readBaseline(settings.archiveDir, version)),
    keep: (version, record) => {
      baseline = { version, record };
    },
  });
  signal.throwIfAborted();
  const inputsHash = identity === null ? null : await identity(report);
  return { report, observations: await recorded, inputsHash, baseline };
}

function observeWorld(
  { settings, policy, reporter, clock }: ReportOptions,
  inputs: BuildInputs,
  model: ModelFile,
): ReturnType<typeof observe> {
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

async function assembleFrom(
  { settings, policy: given, reporter, signal, scratch, referenceOnly, earlier }: ReportOptions,
  inputs: BuildInputs,
  model: ModelFile,
  recorded: Promise<Observations>,
  baselines: Baselines,
): Promise<Report> {
  const sources = await readSources({ settings, policy: given, inputs, model, reporter, signal, scratch });
  // Imported here, so that neither `observed` nor reading the logs waits for these modules.
  const { openStore } = await import('./open-store.ts');
  const [opened, assembling] = await Promise.allSettled([
    openStore(settings, sources.policy, inputs, { scratch, reporter, signal, referenceOnly }),
    import('../metrics/assemble.ts'),
  ]);
  if (opened.status === 'rejected') throw opened.reason;
  const store = opened.value;
  try {
    if (assembling.status === 'rejected') throw assembling.reason;
    // An API that does not answer is waited for beside the reading.
    const observations = await recorded;
    reporter.stage('Computing the report');
    const { now, reportId, archiveDir } = settings;
    return await reportAt(sources, store, {
      now,
      observations,
      baselines,
      reporter,
      id: reportId,
      // Simulated and real numbers are not comparable.
      earlier: inputs.simulated ? {} : earlier,
      labelled: inputs.simulated ? new Set() : readAcknowledged(archiveDir),
    });
  } finally {
    await store.close();
  }
}

/** What the reports of one set of inputs share, whatever their time. */
export interface ReportSources {
  readonly inputs: BuildInputs;
  /** With the join key that was found. */
  readonly policy: Policy;
  readonly shadowLog: ShadowLog | null;
  readonly referenceScores: ReferenceScores;
  readonly scoringModel: ReadScoringModel | null;
  readonly referenceOrigin: ReferenceOrigin;
}

interface SourceOptions
  extends Pick<ReportOptions, 'settings' | 'policy' | 'reporter' | 'signal' | 'scratch'> {
  readonly inputs: BuildInputs;
  readonly model: ModelFile;
}

export async function readSources({
  settings,
  policy: given,
  inputs,
  model,
  ...options
}: SourceOptions): Promise<ReportSources> {
  const { cwd } = settings;
  const keyColumn = inputs.outcomes.keyColumn ?? given.outcomes.keyColumn;
  const policy: Policy = { ...given, outcomes: { ...given.outcomes, keyColumn } };
  const referenceScores = await scoresOfReference(model, inputs.reference);
  return {
    inputs,
    policy,
    shadowLog: await shadowLogOf(settings, policy, inputs, options),
    referenceScores,
    scoringModel: model.demonstration ? null : await readScoringModel(model.path),
    referenceOrigin: originOf(policy, inputs.reference.location, referenceScores, cwd),
  };
}

/** Imported here, so that builds without such a log do not load what reads it before they must. */
async function shadowLogOf(...[settings, policy, inputs, options]: Parameters<ReadShadowLog>) {
  if (inputs.shadow === null) return null;
  const { readShadowLog } = await import('./shadow-log.ts');
  return await readShadowLog(settings, policy, inputs, options);
}

interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Default: the UTC date. */
  readonly id?: string | null;
  readonly observations: Observations;
  readonly baselines: Baselines;
  readonly earlier: Partial<PreviousReports>;
  /** Incidents acknowledged by a label; none in a report that is made afterwards. */
  readonly labelled?: ReadonlySet<string>;
  readonly reporter: Reporter;
}

/** The report of one time, from a store that is opened for it. */
export async function reportAt(
  { inputs, ...sources }: ReportSources,
  store: Store,
  { id, earlier, ...moment }: Moment,
): Promise<Report> {
  const { assembleReport } = await import('../metrics/assemble.ts');
  return await assembleReport({
    ...sources,
    ...moment,
    ...earlier,
    store,
    reference: inputs.reference,
    outcomes: inputs.outcomes,
    ownFigures: inputs.ownFigures,
    decisions: inputs.decisions,
    id: id ?? new Date(moment.now).toISOString().slice(0, 10),
    simulated: inputs.simulated,
    software: await software(),
  });
}

/**
 * What the policy says of the reference's scores, else the file beside it, which speaks of the scores in the reference
 * only: a model that is run on its rows has seen them.
 */
function originOf(
  { reference }: Policy,
  location: string,
  { source }: ReferenceScores,
  cwd: string,
): ReferenceOrigin {
  if (reference.scores !== 'unknown') return reference;
  const beside = readReferenceOrigin(resolve(cwd, location));
  if (beside === null) return reference;
  return source === 'model' ? { ...beside, scores: 'training' } : beside;
}
