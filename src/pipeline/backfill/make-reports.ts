import type { Archive } from '../../archive/archive.ts';
import { readBaseline } from '../../archive/baselines.ts';
import type { LoadedLogs } from '../../ingest/store.ts';
import { configurationError } from '../../monitor-error.ts';
import type { Report } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { type Reporter, silentReporter } from '../../settings/reporter.ts';
import type { Settings } from '../../settings/variables.ts';
import { findInputs } from '../build-inputs.ts';
import { keepReport, refuseUnusable } from '../build-site.ts';
import { type ComputedReport, type ReportSources, readSources, reportAt } from '../compute-report.ts';
import { findModel, type ModelFile } from '../model-file.ts';
import { observeNothing } from '../observe.ts';
import { openLogs } from '../open-store.ts';
import { previousReports } from '../previous-report.ts';
import { reportIdentity } from '../report-identity.ts';

export interface BackfillOptions {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Times of the reports (epoch milliseconds), oldest first, one a day. */
  readonly times: readonly number[];
  /** Current time in epoch milliseconds, for the times of observations. */
  readonly clock: () => number;
}

/**
 * Makes and archives a report for each time, oldest first, since each one says what changed since those before it. The
 * logs are read once.
 *
 * @param scratch an empty directory for data that does not fit into memory.
 * @param made receives every report once it is archived.
 */
export async function makeReports(
  options: BackfillOptions,
  archive: Archive,
  scratch: string,
  made: Report[],
): Promise<void> {
  const { settings, policy, reporter, signal, times } = options;
  if (times.length === 0) return;
  reporter.stage('Finding inputs');
  const inputs = await findInputs(settings, policy, scratch, { earliest: Math.min(...times), signal });
  if (inputs.simulated) {
    throw configurationError(
      'no-log',
      'There is no log, and simulated reports are never archived: set PREDICTIONS_LOG and API_REQUESTS_LOG.',
    );
  }
  const model = await findModel(settings);
  const sources = await readSources({ settings, policy, inputs, model, reporter, signal, scratch });
  const identity = reportIdentity(inputs, policy, signal);
  const logs = await openLogs(settings, sources.policy, inputs, { scratch, reporter, signal });
  try {
    reporter.stage('Computing the reports');
    for (const now of times) {
      signal.throwIfAborted();
      const computed = await computeAt({ options, sources, model, logs, archive, identity }, now);
      signal.throwIfAborted();
      refuseUnusable(archive, computed.report);
      made.push(keepReport(archive, computed, settings.refreshesDay));
      reporter.progress(made.length, times.length, 'reports');
    }
  } finally {
    await logs.close();
  }
}

interface Shared {
  readonly options: BackfillOptions;
  readonly sources: ReportSources;
  readonly model: ModelFile;
  readonly logs: LoadedLogs;
  readonly archive: Archive;
  readonly identity: (report: Report) => Promise<string>;
}

async function computeAt(
  { options, sources, model, logs, archive, identity }: Shared,
  now: number,
): Promise<ComputedReport> {
  const settings = { ...options.settings, now };
  const observations = observeNothing(settings, model, options.clock());
  let baseline: ComputedReport['baseline'] = null;
  const store = await logs.at(now);
  try {
    const report = await reportAt(sources, store, {
      now,
      observations,
      baselines: {
        read: (version) => readBaseline(settings.archiveDir, version),
        keep: (version, record) => {
          baseline = { version, record };
        },
      },
      earlier: previousReports(archive, now),
      reporter: silentReporter,
    });
    return { report, observations, inputsHash: await identity(report), baseline };
  } finally {
    await store.close();
  }
}
