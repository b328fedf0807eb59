import { keysLeftOutNote } from '../../rules/quality-notes.ts';
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
  const sampled = await sampledKeys(db, log, options.expected);
  const expected = sampled.slice(0, options.maximumFeatures);
  if (
    sampled.length === expected.length &&
    isLarge(log, options.largeBytes) &&
    (await loadStructs(db, log, expected, options))
  ) {
    return { features: await asSql(db, expected), complete: true, sampled: true };
  }
  await load(db, log, expected, options);
  const missed = await missedKeys(db, new Set(expected.map(({ key }) => key)));
  if (missed.size === 0) {
    const complete = sampled.length === expected.length;
    return { features: await asSql(db, expected), complete, sampled: false };
  }
  const ranked = await rankKeys(db, expected, missed);
  const kept = ranked.slice(0, options.maximumFeatures);
  if (kept.some(({ key }) => missed.has(key))) await load(db, log, kept, options);
  if (kept.length < ranked.length) {
    log.notes.push(keysLeftOutNote(ranked.length, kept.length));
  }
  return { features: await asSql(db, kept), complete: kept.length === ranked.length, sampled: false };
}

/** SQL text cannot hold NUL. */
const isUsable = (key: string): boolean => !key.includes('\0');

async function sampledKeys(
  db: Database,
  log: PreparedLog,
  expected: readonly string[],
): Promise<FeatureColumn[]> {
  const sampled = await sampleFeatures(db, log);
  const met = new Set(sampled.map(({ key }) => key));
  const others = expected.filter((key) => !met.has(key)).map((key) => ({ key, numeric: false }));
  return [...sampled, ...others].filter(({ key }) => isUsable(key));
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

/** Keys without a column, with the number of rows that hold them. */
async function missedKeys(db: Database, known: ReadonlySet<string>): Promise<Map<string, number>> {
  const rows = await db.rows<{ key: string; n: number }>(`
    select key, sum(n)::double as n from (
      select unnest(keys) as key, n from (
        select list_distinct(json_keys(unread_input)) as keys, count(*) as n from prediction_rows
        where unread_input is not null
        group by 1))
    group by key`);
  return new Map(rows.flatMap(({ key, n }) => (known.has(key) || !isUsable(key) ? [] : [[key, n]])));
}

/** All features, most frequent first, then by name. */
async function rankKeys(
  db: Database,
  expected: readonly FeatureColumn[],
  missed: ReadonlyMap<string, number>,
): Promise<FeatureColumn[]> {
  const counts = expected.map(
    (_, i) => `count(coalesce(value${i}::varchar, other_values[${i + 1}]))::double as count${i}`,
  );
  const [row = {}] = await db.rows<Record<string, number>>(
    `select ${['count(*) as rows', ...counts].join(', ')} from prediction_rows`,
  );
  const known = expected.map((feature, i) => ({ feature, n: row[`count${i}`] ?? 0 }));
  const others = [...missed].map(([key, n]) => ({ feature: { key, numeric: false }, n }));
  return [...known, ...others]
    .sort((a, b) => b.n - a.n || (a.feature.key < b.feature.key ? -1 : 1))
    .map(({ feature }) => feature);
}
