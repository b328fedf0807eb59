import { askOnce } from '../ingest/ask-once.ts';
import { openDuckdbStore } from '../ingest/engines/duckdb/store.ts';
import { SHADOW_FIELD } from '../ingest/rules/shadow-scores.ts';
import type { Store } from '../ingest/store.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import type { BuildInputs } from './build-inputs.ts';

/** Opens the engine of the settings on the build's inputs. Simulated logs are always read with the embedded engine. */
export async function openStore(
  settings: Settings,
  policy: Policy,
  inputs: BuildInputs,
  options: {
    readonly scratch: string;
    readonly reporter: Reporter;
    readonly signal: AbortSignal;
    /** Reads no input keys but the reference's. Default false. */
    readonly referenceOnly?: boolean;
  },
): Promise<Store> {
  const store = await openEngine(settings, policy, inputs, options);
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

async function openEngine(
  settings: Settings,
  policy: Policy,
  inputs: BuildInputs,
  { scratch, reporter, signal, referenceOnly = false }: Parameters<typeof openStore>[3],
): Promise<Store> {
  const { predictions, requests, reference } = inputs;
  const common = {
    reference,
    now: settings.now,
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
  if (settings.sparkUrl !== null && !inputs.simulated) {
    // Imported here, so that builds without a cluster do not load its client.
    const { openSparkStore } = await import('../ingest/engines/spark/store.ts');
    return await openSparkStore({ ...common, url: settings.sparkUrl, predictions, requests, signal });
  }
  if ('uri' in predictions || 'table' in predictions || 'uri' in requests || 'table' in requests) {
    throw new Error('a log of the cluster, and no Spark');
  }
  const cache = settings.cacheDir === null || inputs.simulated ? {} : { cacheDirectory: settings.cacheDir };
  return await openDuckdbStore({ ...common, ...cache, predictions, requests, tempDirectory: scratch });
}
