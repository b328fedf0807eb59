import { chooseKeys, NONE_LEFT_OUT } from '../../rules/choose-keys.ts';
import type { Database } from './database.ts';
import type { PredictionOptions } from './feature-columns.ts';
import {
  extractFromJson,
  extractFromStruct,
  type FeatureColumn,
  type FeatureSql,
  featureSql,
  structType,
} from './feature-columns.ts';
import { countColumns, countMissed } from './key-counts.ts';
import { loadTable, type PreparedLog } from './load-log.ts';
import { inputColumn } from './mapped-fields.ts';
import { predictionShape } from './prediction-shape.ts';
import { sampleFeatures } from './sample-keys.ts';
import type { ReadTable } from './table-layout.ts';

/**
 * Reads the files into `prediction_rows`.
 *
 * The columns have to be named before the log is read, so the keys are taken from samples of it. A row that holds any
 * other key keeps its input in `unread_input`; only then is the log read once more, with all keys.
 */
export async function readPredictions(
  db: Database,
  log: PreparedLog,
  options: PredictionOptions,
): Promise<ReadTable> {
  const { columns, complete } = await sampledColumns(db, log, options);
  if (complete && isLarge(log, options.largeBytes) && (await loadStructs(db, log, columns, options))) {
    return { features: await asSql(db, columns), complete, leftOut: NONE_LEFT_OUT, sampled: true };
  }
  await load(db, log, columns, options);
  const features = await asSql(db, columns);
  const known = columns.map(({ key }) => key);
  const missed = await countMissed(db, known, options);
  if (missed.distinct === 0) return { features, complete: true, leftOut: NONE_LEFT_OUT, sampled: false };
  const { rows, counts } = await countColumns(db, features, options, false);
  const { kept } = chooseKeys([...counts, ...missed.counts], rows, options);
  const names = new Set(kept);
  const found = missed.counts.filter(({ key }) => names.has(key));
  if (found.length === 0) {
    const beyond = missed.distinct - missed.few;
    return { features, complete: false, leftOut: { few: missed.few, beyond }, sampled: false };
  }
  const kinds = new Map(columns.map((column) => [column.key, column]));
  const chosen = kept.map((key) => kinds.get(key) ?? { key, numeric: false });
  await load(db, log, chosen, options);
  const few = missed.few + counts.filter(({ leads }) => leads < options.minimumLeads).length;
  const beyond = known.length + missed.distinct - chosen.length - few;
  return { features: await asSql(db, chosen), complete: false, leftOut: { few, beyond }, sampled: false };
}

/** The keys of the reference, and of those that samples of the log showed as many as may become features. */
async function sampledColumns(
  db: Database,
  log: PreparedLog,
  options: PredictionOptions,
): Promise<{ readonly columns: readonly FeatureColumn[]; readonly complete: boolean }> {
  const sampled = await sampleFeatures(db, log);
  const counts = sampled.keys.map(({ key, rows }) => ({ key, rows, leads: Infinity }));
  const kept = new Set(chooseKeys(counts, sampled.rows, options).kept);
  const columns = sampled.keys
    .filter(({ key }) => kept.has(key))
    .map(({ key, numeric }) => ({ key, numeric }));
  const others = options.expected
    .filter((key) => !kept.has(key) && !key.includes('\0'))
    .slice(0, options.maximumFeatures)
    .map((key) => ({ key, numeric: false }));
  return { columns: [...columns, ...others], complete: kept.size === sampled.keys.length };
}

async function asSql(db: Database, features: readonly FeatureColumn[]): Promise<FeatureSql[]> {
  const counts = features.map((_, i) => `count(other_values[${i + 1}]) > 0 as has_others${i}`);
  const [row = {}] = await db.rows<Record<string, boolean>>(
    `select ${['1 as one', ...counts].join(', ')} from prediction_rows where other_values is not null`,
  );
  return features.map((feature, i) => featureSql(feature, i, row[`has_others${i}`] === true));
}

/** Plain JSON lines, and enough of them that reading time matters and that samples hold tens of thousands of rows. */
export const isLarge = (log: PreparedLog, largeBytes: number): boolean =>
  log.formats.every(
    ({ content, compression, native }) => native && content === 'json-lines' && compression === null,
  ) && log.formats.reduce((sum, { size }) => sum + size, 0) > largeBytes;

/** Reads the log with structs parsed by the JSON reader. False where a struct cannot hold what the log holds. */
async function loadStructs(
  db: Database,
  log: PreparedLog,
  features: readonly FeatureColumn[],
  options: PredictionOptions,
): Promise<boolean> {
  const type = structType([...new Set([...features.map(({ key }) => key), ...options.joinKeys])]);
  if (type === null || features.length === 0 || inputColumn(log.columns, options.joinKeys) === null)
    return false;
  await loadTable(db, predictionShape(extractFromStruct, features, options, type), log);
  const [row] = await db.rows<{ n: number }>('select count(unread_input)::double as n from prediction_rows');
  return row?.n === 0;
}

const load = (
  db: Database,
  log: PreparedLog,
  features: readonly FeatureColumn[],
  options: PredictionOptions,
): Promise<void> => loadTable(db, predictionShape(extractFromJson, features, options), log);
