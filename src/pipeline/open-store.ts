import { askOnce } from '../ingest/ask-once.ts';
import { openDuckdbLogs, openDuckdbStore } from '../ingest/engines/duckdb/store.ts';
import { SHADOW_FIELD } from '../ingest/rules/shadow-scores.ts';
import type { LoadedLogs, Store } from '../ingest/store.ts';
import { configurationError } from '../monitor-error.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import type { BuildInputs } from './build-inputs.ts';

interface OpenOptions {
  readonly scratch: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Reads no input keys but the reference's. Default false. */
  readonly referenceOnly?: boolean;
}

/** Opens the engine of the settings on the build's inputs. Simulated logs are always read with the embedded engine. */
export async function openStore(
  settings: Settings,
  policy: Policy,
  inputs: BuildInputs,
  options: OpenOptions,
): Promise<Store> {
  const store = isSpark(settings, inputs)
    ? await openSpark(settings, policy, inputs, options)
    : await openDuckdbStore({ ...embedded(settings, policy, inputs, options), now: settings.now });
  if (options.referenceOnly !== true) return askOnce(store);
  return askOnce({
    ...store,
    async quality(source) {
      const quality = await store.quality(source);
      return source === 'requests' ? quality : { ...quality, notes: [...quality.notes, REFERENCE_ONLY] };
    },
  });
}

const REFERENCE_ONLY =
  'the report did not fit into memory with all input keys: only those of the reference were read';

/** Opens the inputs for the reports of several times: the embedded engine reads them once, a cluster once a report. */
export async function openLogs(
  settings: Settings,
  policy: Policy,
  inputs: BuildInputs,
  options: Omit<OpenOptions, 'referenceOnly'>,
): Promise<LoadedLogs> {
  if (isSpark(settings, inputs)) {
    return {
      at: async (now) => askOnce(await openSpark({ ...settings, now }, policy, inputs, options)),
      close: async () => undefined,
    };
  }
  const logs = await openDuckdbLogs(embedded(settings, policy, inputs, options));
  return { ...logs, at: async (now) => askOnce(await logs.at(now)) };
}

const isSpark = (settings: Settings, { simulated }: BuildInputs): boolean =>
  settings.sparkUrl !== null && !simulated;

async function openSpark(settings: Settings, policy: Policy, inputs: BuildInputs, options: OpenOptions) {
  const { predictions, requests } = inputs;
  // Imported here, so that builds without a cluster do not load its client.
  const { openSparkStore } = await import('../ingest/engines/spark/store.ts').catch((error: unknown) => {
    throw missingDriver(error);
  });
  return await openSparkStore({
    ...readingOptions(policy, inputs, options),
    now: settings.now,
    url: settings.sparkUrl ?? '',
    predictions,
    requests,
    signal: options.signal,
  });
}

/** The published package leaves the cluster's client to those who need it. */
const missingDriver = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    ? configurationError(
        'driver-missing',
        'STORE=spark needs the package hive-driver, which is not installed: npm install hive-driver@1.0.0',
        error,
      )
    : error;

function embedded(settings: Settings, policy: Policy, inputs: BuildInputs, options: OpenOptions) {
  const { predictions, requests } = inputs;
  if ('uri' in predictions || 'table' in predictions || 'uri' in requests || 'table' in requests) {
    throw new Error('a log of the cluster, and no Spark');
  }
  const cache = settings.cacheDir === null || inputs.simulated ? {} : { cacheDirectory: settings.cacheDir };
  const reading = readingOptions(policy, inputs, options);
  return { ...reading, ...cache, predictions, requests, tempDirectory: options.scratch };
}

function readingOptions(
  policy: Policy,
  { reference }: BuildInputs,
  { reporter, referenceOnly = false }: OpenOptions,
) {
  return {
    reference,
    labelThreshold: policy.scores.labelThreshold,
    positiveLabel: policy.scores.positiveLabel,
    samples: policy.inputQuality.samples,
    columns: policy.columns,
    maximumFeatures: referenceOnly && !reference.present ? 0 : policy.drift.maximumFeatures,
    maximumExtras: referenceOnly ? 0 : policy.drift.maximumExtras,
    minimumLeads: policy.privacy.k,
    joinKeys: policy.outcomes.keyColumn === null ? [] : [policy.outcomes.keyColumn, SHADOW_FIELD],
    apiPaths: [...policy.health.apiPaths, policy.health.healthPath],
    reporter,
  };
}
