import { resolveSparkLog } from '../../ingest/engines/spark/spark-log.ts';
import { sourceOf } from '../../ingest/rules/column-map.ts';
import { likelyColumns } from '../../ingest/rules/likely-columns.ts';
import { LOG_FIELDS } from '../../ingest/rules/log-fields.ts';
import { columnRules, resolveColumns, type SampleRecord } from '../../ingest/rules/resolve-columns.ts';
import { resolveLog } from '../../ingest/sources/log-files.ts';
import { sampleFiles } from '../../ingest/sources/sample-records.ts';
import type { Source, SourceQuality } from '../../ingest/store.ts';
import { ownFiguresSection } from '../../metrics/own-figures.ts';
import { refusedReason } from '../../metrics/refused-log.ts';
import { metricsContext, reportWindow } from '../../metrics/window.ts';
import { configurationError } from '../../monitor-error.ts';
import type { OwnFigure } from '../../report/schema/own-figures.ts';
import { nearestName } from '../../settings/nearest.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { isPostgresUrl } from '../../settings/postgres-url.ts';
import type { Reporter } from '../../settings/reporter.ts';
import type { Settings } from '../../settings/variables.ts';
import { publicName } from '../../wording/public-name.ts';
import { type BuildInputs, findInputs } from '../build-inputs.ts';
import { openStore } from '../open-store.ts';
import { readShadowLog } from '../shadow-log.ts';
import { unnamedLogs } from '../unnamed-logs.ts';
import { type CheckedFeatures, checkFeatures } from './check-features.ts';
import { type CheckedOutcomes, checkOutcomes } from './check-outcomes.ts';
import { type CheckedReference, checkReference } from './check-reference.ts';
import { type CheckedShadow, checkShadow } from './check-shadow.ts';

/** A field of a log, and where it is read. */
export interface CheckedColumn {
  readonly field: string;
  /** Names in the log, a constant or the score; null where no sampled record has any of them. */
  readonly readFrom: string | null;
  /** The most similar name that the records have, where there is none. */
  readonly nearest: string | null;
  /** Where it probably stands, as the policy's `columns` names it; nothing where it is read already. */
  readonly likely: readonly string[];
}

export interface CheckedLog {
  readonly location: string;
  readonly present: boolean;
  readonly files: number;
  /** All rows, read as a build reads them. */
  readonly rows: number;
  readonly rejected: number;
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
  /** Usable rows that are later than the time of the report. */
  readonly later: number;
  /** Of usable rows up to the time of the report, ISO 8601, UTC. */
  readonly first: string | null;
  readonly last: string | null;
  readonly inWindow: number;
  /** Empty where no records could be sampled: Parquet, and logs in a cluster. */
  readonly columns: readonly CheckedColumn[];
  readonly notes: readonly string[];
}

export interface CheckedInputs {
  readonly predictions: CheckedLog;
  readonly requests: CheckedLog;
  readonly reference: CheckedReference;
  readonly features: CheckedFeatures;
  readonly outcomes: CheckedOutcomes;
  /** Null where no log of shadow scores is set. */
  readonly shadow: CheckedShadow | null;
  /** Figures of the team's own queries, as a report would show them. */
  readonly ownFigures: readonly OwnFigure[];
  /** What would make the site empty; nothing is missing where there is none. */
  readonly faults: readonly string[];
}

/**
 * Reads every input as a build does, and says how each was understood. Writes only to the scratch directory.
 *
 * @throws MonitorError `no-log` (exit code 2) where a report would be simulated; whatever ends a build.
 */
export async function checkInputs(
  { cacheDir: _, ...given }: Settings,
  unkeyed: Policy,
  { scratch, reporter, signal }: { scratch: string; reporter: Reporter; signal: AbortSignal },
): Promise<CheckedInputs> {
  const settings: Settings = { ...given, cacheDir: null };
  await refuseMissing(settings);
  const inputs = await findInputs(settings, unkeyed, scratch, { signal });
  const keyColumn = inputs.outcomes.keyColumn ?? unkeyed.outcomes.keyColumn;
  const policy: Policy = { ...unkeyed, outcomes: { ...unkeyed.outcomes, keyColumn } };
  const store = await openStore(settings, policy, inputs, { scratch, reporter, signal });
  try {
    const window = await reportWindow(store, policy, settings.now);
    const context = await metricsContext({ store, policy, now: settings.now, window }, inputs.reference);
    const predictions = await checkLog('predictions', context, inputs);
    const requests = await checkLog('requests', context, inputs);
    const features = await checkFeatures(context);
    const outcomes = await checkOutcomes(store, inputs.outcomes, settings.now);
    const shadowLog = await readShadowLog(settings, policy, inputs, { scratch, reporter, signal });
    const shadow = await checkShadow(store, shadowLog, { keyColumn, now: settings.now });
    const ownFigures = await ownFiguresSection(context, inputs.ownFigures, inputs.outcomes);
    const quality = await store.quality('predictions');
    const faults = faultsOf({ predictions, features, hasReference: inputs.reference.present }, quality);
    const onlyReference = features.onlyReference.map(({ name }) => name);
    const tables = { reference: checkReference(inputs.reference, onlyReference), outcomes, shadow };
    return { predictions, requests, features, ...tables, ownFigures, faults };
  } finally {
    await store.close();
  }
}

/** Without any log a report is simulated. */
async function refuseMissing(settings: Settings): Promise<void> {
  const resolve = settings.sparkUrl === null ? resolveLog : resolveSparkLog;
  const logs = [settings.predictions, settings.requests];
  if (logs.some(({ value }) => isPostgresUrl(value))) return;
  const found = await Promise.all(logs.map((setting) => resolve(setting, settings.cwd)));
  if (found.some(({ present }) => present)) return;
  const there = await unnamedLogs(settings);
  const remedy = there ?? `Set ${logs.map(({ variable }) => variable).join(' and ')}.`;
  throw configurationError(
    'no-log',
    `There is no log to check: neither ${logs.map(({ fallback }) => fallback).join(' nor ')} is there. ${remedy}`,
  );
}

type Context = Parameters<typeof checkFeatures>[0];

async function checkLog(source: Source, context: Context, inputs: BuildInputs): Promise<CheckedLog> {
  const log = inputs[source];
  const quality = await context.store.quality(source);
  const samples = 'files' in log && log.present ? await sampleFiles(log.files) : [];
  return {
    location: log.location,
    present: log.present,
    files: quality.files.length,
    rows: quality.rows,
    rejected: quality.rejected,
    reasons: quality.reasons.map(({ code, count }) => ({ code, count })),
    later: quality.afterNow,
    first: isoOf(quality.first),
    last: isoOf(quality.last),
    inWindow: await context.store.count(source, context.window[source]),
    columns: columnsOf(source, context.policy, samples),
    notes: quality.notes.map((note) => publicName(note, 300)),
  };
}

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** Where each field is read, from samples. */
export function columnsOf(source: Source, policy: Policy, samples: readonly SampleRecord[]): CheckedColumn[] {
  if (samples.length === 0) return [];
  const rules = columnRules(policy);
  const map = resolveColumns(source, rules, samples);
  const inside = likelyColumns(map, rules, samples);
  const names = [...new Set(samples.flatMap((record) => Object.keys(record)))];
  return LOG_FIELDS[source].map((field) => {
    // A name of strangers that may not be published is not proposed.
    const likely = (inside.get(field.name) ?? []).filter((path) => publicName(path) === path);
    const column = (readFrom: string | null, nearest: string | null = null): CheckedColumn => ({
      field: field.name,
      readFrom,
      nearest: nearest === null ? null : publicName(nearest),
      likely,
    });
    const from = sourceOf(map, field);
    if (from.kind === 'constant') return column(JSON.stringify(from.value));
    if (from.kind === 'threshold') return column(`the score, above ${from.above}`);
    if (from.kind === 'rest') return column('every other key');
    const used = from.paths.filter(([head = '']) => names.includes(head)).map((path) => path.join('.'));
    return used.length > 0 ? column(used.join(', ')) : column(null, nearestName(field.name, names));
  });
}

function faultsOf(
  checked: { predictions: CheckedLog; features: CheckedFeatures; hasReference: boolean },
  quality: SourceQuality,
): string[] {
  const { predictions, features, hasReference } = checked;
  if (!predictions.present) return ['There is no predictions log: set PREDICTIONS_LOG.'];
  if (predictions.rows === 0) return ['The predictions log is empty.'];
  if (predictions.rejected === predictions.rows) return [refusedReason('predictions', quality)];
  if (predictions.first === null) {
    return ['Every usable prediction is later than the time of the report: NOW, else the clock, decides it.'];
  }
  if (hasReference && features.shared.length === 0) {
    return [
      'The reference and the predictions have no feature in common: REFERENCE_DATA_PATH needs the columns that the API receives.',
    ];
  }
  return [];
}
