import type { RowCache } from '../../row-cache/row-cache.ts';
import { PREDICTION_RULES } from '../../rules/reject-rules.ts';
import type { Database } from './database.ts';
import { type FeatureSql, fromJson, fromStruct, structType } from './feature-columns.ts';
import { type PreparedLog, prepareLog } from './load-log.ts';
import type { PredictionOptions } from './prediction-options.ts';
import { predictionShape } from './prediction-shape.ts';
import { isLarge, readPredictions } from './read-predictions.ts';
import { readThroughCache } from './read-through-cache.ts';
import { featureRows } from './sql.ts';

export interface LoadedPredictions {
  readonly log: PreparedLog;
  /** Which input key stands in which pair of columns: key of position i is `n<i>` (numbers) and `t<i>` (the rest). */
  readonly features: ReadonlyMap<string, number>;
}

/**
 * Loads the predictions into `prediction_rows (file, bad, us, score, label, ms, version, k0…, …)` and three kinds of
 * views over it: `predictions` without any feature; one per feature with its `n<i>, t<i>` (see `FeatureSql`);
 * `wide_predictions` with all of them, which costs time for each of its columns whenever it is named, however few are
 * read, so that asking it once per feature would be quadratic in the number of features. With a cache, only what no
 * earlier report has read is read from the files.
 */
export async function loadPredictions(
  db: Database,
  files: readonly string[],
  options: PredictionOptions,
  cache?: RowCache,
): Promise<LoadedPredictions> {
  const log = await prepareLog(db, files);
  const { features } =
    cache === undefined
      ? await readPredictions(db, log, options)
      : await readThroughCache(db, cache, log, {
          table: 'prediction_rows',
          columns: predictionColumns(options),
          mostFeatures: options.maximumFeatures,
          read: (part) => readPredictions(db, part, options),
        });
  if (await isReadByStructs(db, log, features, options)) {
    log.notes.push('input keys were looked for in many places of the log; a very rare one may be missing');
  }
  const views = features.map(
    ({ n, t }, i) => `${n ?? 'null::double'} as n${i}, ${t ?? 'null::varchar'} as t${i}`,
  );
  const base = ['us, score, label, ms, version', ...options.joinKeys.map((_, j) => `k${j}`)].join(', ');
  await db.run(`create view predictions as select ${base} from prediction_rows`);
  await db.run(`create view wide_predictions as select ${[base, ...views].join(', ')} from prediction_rows`);
  for (const [i, view] of views.entries()) {
    await db.run(
      `create view ${featureRows(i)} as select us, score, label, ms, version, ${view} from prediction_rows`,
    );
  }
  return { log, features: new Map(features.map(({ key }, i) => [key, i])) };
}

/** Columns of `prediction_rows` beside `file` and the features. */
const predictionColumns = ({ joinKeys }: PredictionOptions): Readonly<Record<string, string>> => ({
  bad: 'utinyint',
  us: 'bigint',
  score: 'double',
  label: 'varchar',
  ms: 'double',
  version: 'varchar',
  ...Object.fromEntries(joinKeys.map((_, j) => [`k${j}`, 'varchar'])),
});

/** Text that changes with whatever decides how a record of the log becomes a row. */
export function predictionReading(options: PredictionOptions): string {
  const example = [
    { key: 'a', numeric: true },
    { key: 'b', numeric: false },
  ];
  const { maximumFeatures, textLimit, joinKeys } = options;
  const ways = [
    predictionShape(fromJson, example, options),
    predictionShape(fromStruct, example, options, 'type'),
  ];
  return JSON.stringify([
    maximumFeatures,
    textLimit,
    joinKeys,
    ...ways.map((shape) => shape.rows('records')),
  ]);
}

const NOT_AN_OBJECT = 1 + PREDICTION_RULES.findIndex(({ code }) => code === 'input-not-an-object');

/**
 * Whether all of the log, read at once, is read by structs, which know no keys but those that samples showed. Told of
 * what was read, so that it is the same whatever came from a cache.
 */
async function isReadByStructs(
  db: Database,
  log: PreparedLog,
  features: readonly FeatureSql[],
  { largeBytes, maximumFeatures, joinKeys }: PredictionOptions,
): Promise<boolean> {
  const keys = [...new Set([...features.map(({ key }) => key), ...joinKeys])];
  if (!isLarge(log, largeBytes) || features.length === 0 || features.length > maximumFeatures) return false;
  if (structType(keys) === null) return false;
  const values = features.flatMap(({ n, t }) => [n, t]).filter((sql) => sql !== null);
  const isEmpty = values.map((sql) => `(${sql}) is null`).join(' and ');
  const [found] = await db.rows<{ n: number }>(
    `select count(*)::double as n from prediction_rows
     where bad = ${NOT_AN_OBJECT} or bad = 0 ${isEmpty === '' ? '' : `and ${isEmpty}`}`,
  );
  return found?.n === 0;
}
