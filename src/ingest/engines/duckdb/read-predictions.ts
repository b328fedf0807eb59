import type { Database } from './database.ts';
import {
  type FeatureColumn,
  type FeatureSql,
  featureSql,
  fromJson,
  fromStruct,
  structType,
} from './feature-columns.ts';
import { loadTable, type PreparedLog } from './load-log.ts';
import type { PredictionOptions } from './prediction-options.ts';
import { predictionShape } from './prediction-shape.ts';
import { sampleFeatures } from './sample-keys.ts';
import type { ReadTable } from './table-layout.ts';

/**
 * Reads the files into `prediction_rows`.
 *
 * The columns have to be named before the log is read, so the keys are guessed from samples of it. A row that holds
 * a key nobody guessed keeps its input in `rest`; then, and only then, the log is read once more with all keys.
 */
export async function readPredictions(
  db: Database,
  log: PreparedLog,
  options: PredictionOptions,
): Promise<ReadTable> {
  const sampled = await guess(db, log, options.expected);
  const guessed = sampled.slice(0, options.maximumFeatures);
  if (
    sampled.length === guessed.length &&
    isLarge(log, options.largeBytes) &&
    (await loadStructs(db, log, guessed, options))
  ) {
    return { features: await asSql(db, guessed), complete: true, sampled: true };
  }
  await load(db, log, guessed, options);
  const missed = await missedKeys(db, new Set(guessed.map(({ key }) => key)));
  if (missed.size === 0) {
    const complete = sampled.length === guessed.length;
    return { features: await asSql(db, guessed), complete, sampled: false };
  }
  const ranked = await rankKeys(db, guessed, missed);
  const kept = ranked.slice(0, options.maximumFeatures);
  if (kept.some(({ key }) => missed.has(key))) await load(db, log, kept, options);
  if (kept.length < ranked.length) {
    log.notes.push(`${ranked.length} distinct input keys: the ${kept.length} most frequent are kept`);
  }
  return { features: await asSql(db, kept), complete: kept.length === ranked.length, sampled: false };
}

/** SQL text cannot hold NUL. */
const isUsable = (key: string): boolean => !key.includes('\0');

async function guess(db: Database, log: PreparedLog, expected: readonly string[]): Promise<FeatureColumn[]> {
  const sampled = await sampleFeatures(db, log);
  const met = new Set(sampled.map(({ key }) => key));
  const others = expected.filter((key) => !met.has(key)).map((key) => ({ key, numeric: false }));
  return [...sampled, ...others].filter(({ key }) => isUsable(key));
}

async function asSql(db: Database, features: readonly FeatureColumn[]): Promise<FeatureSql[]> {
  const counts = features.map((_, i) => `count(odd[${i + 1}]) > 0 as o${i}`);
  const [odd = {}] = await db.rows<Record<string, boolean>>(
    `select ${['1 as one', ...counts].join(', ')} from prediction_rows where odd is not null`,
  );
  return features.map((feature, i) => featureSql(feature, i, odd[`o${i}`] === true));
}

/** Plain JSON lines, so many that the time counts and that samples hold tens of thousands of rows. */
export const isLarge = (log: PreparedLog, largeBytes: number): boolean =>
  log.formats.every(
    ({ content, compression, native }) => native && content === 'json-lines' && compression === null,
  ) && log.formats.reduce((sum, { size }) => sum + size, 0) > largeBytes;

/** Reads the log with the reader's own structs. False where they cannot hold what the log holds. */
async function loadStructs(
  db: Database,
  log: PreparedLog,
  features: readonly FeatureColumn[],
  options: PredictionOptions,
): Promise<boolean> {
  const type = structType([...new Set([...features.map(({ key }) => key), ...options.joinKeys])]);
  if (type === null || features.length === 0) return false;
  await loadTable(db, predictionShape(fromStruct, features, options, type), log);
  const [row] = await db.rows<{ n: number }>('select count(rest)::double as n from prediction_rows');
  return row?.n === 0;
}

const load = (
  db: Database,
  log: PreparedLog,
  features: readonly FeatureColumn[],
  options: PredictionOptions,
): Promise<void> => loadTable(db, predictionShape(fromJson, features, options), log);

/** Keys that no column was made for, with the number of rows that hold them. */
async function missedKeys(db: Database, known: ReadonlySet<string>): Promise<Map<string, number>> {
  const rows = await db.rows<{ key: string; n: number }>(`
    select key, sum(n)::double as n from (
      select unnest(keys) as key, n from (
        select list_distinct(json_keys(rest)) as keys, count(*) as n from prediction_rows where rest is not null
        group by 1))
    group by key`);
  return new Map(rows.flatMap(({ key, n }) => (known.has(key) || !isUsable(key) ? [] : [[key, n]])));
}

/** All features, most frequent first, then by name. */
async function rankKeys(
  db: Database,
  guessed: readonly FeatureColumn[],
  missed: ReadonlyMap<string, number>,
): Promise<FeatureColumn[]> {
  const counts = guessed.map((_, i) => `count(coalesce(c${i}::varchar, odd[${i + 1}]))::double as c${i}`);
  const [row = {}] = await db.rows<Record<string, number>>(
    `select ${['count(*) as rows', ...counts].join(', ')} from prediction_rows`,
  );
  const known = guessed.map((feature, i) => ({ feature, n: row[`c${i}`] ?? 0 }));
  const others = [...missed].map(([key, n]) => ({ feature: { key, numeric: false }, n }));
  return [...known, ...others]
    .sort((a, b) => b.n - a.n || (a.feature.key < b.feature.key ? -1 : 1))
    .map(({ feature }) => feature);
}
