import type { RowCache } from '../../row-cache/row-cache.ts';
import { chooseKeys } from '../../rules/choose-keys.ts';
import { keysLeftOutNotes } from '../../rules/quality-notes.ts';
import { PREDICTION_RULES } from '../../rules/reject-rules.ts';
import type { ColumnRules } from '../../rules/resolve-columns.ts';
import type { Database } from './database.ts';
import type { PredictionOptions } from './feature-columns.ts';
import { extractFromJson, extractFromStruct, type FeatureSql, structType } from './feature-columns.ts';
import { countColumns } from './key-counts.ts';
import { findLeads, type Leads } from './leads.ts';
import { type PreparedLog, prepareLog } from './load-log.ts';
import { inputColumn } from './mapped-fields.ts';
import { predictionShape } from './prediction-shape.ts';
import { isLarge, readPredictions } from './read-predictions.ts';
import { readThroughCache } from './read-through-cache.ts';
import { featureRows } from './sql.ts';
import type { ReadTable } from './table-layout.ts';

export interface LoadedPredictions {
  readonly log: PreparedLog;
  /** Position of each input key: its columns are `number<i>` and `text<i>` (all other values). */
  readonly features: ReadonlyMap<string, number>;
  readonly leads: Leads;
}

/**
 * Loads the predictions into `prediction_rows (file, broken_rule, time_us, score, label, latency_ms, version, key0…, …,
 * next_us)` (see `Leads`)
 * and four kinds of views over it: `predictions` without any feature; one per feature with its `number<i>, text<i>` (see
 * `FeatureSql`); `wide_predictions` with all of them, and `lead_predictions` with the lead beside them (see `Leads.own`). Binding a view costs time for each of its columns, however few are
 * read: querying the wide one once per feature would be quadratic in the number of features. With a cache, only rows
 * that no earlier run has read are read from the files.
 */
export async function loadPredictions(
  db: Database,
  files: readonly string[],
  options: PredictionOptions & ColumnRules,
  cacheOf: (reading: string) => RowCache | undefined,
): Promise<LoadedPredictions> {
  const log = await prepareLog(db, 'predictions', files, options);
  const cache = cacheOf(predictionReading(options, log));
  const read =
    cache === undefined
      ? await readPredictions(db, log, options)
      : await readThroughCache(db, cache, log, {
          table: 'prediction_rows',
          columns: predictionColumns(options),
          maxFeatures: options.maximumFeatures + options.maximumExtras,
          read: (part) => readPredictions(db, part, options),
        });
  const features = await chosenFeatures(db, log, read, options);
  if (await wasReadByStructs(db, log, features, options)) {
    log.notes.push('input keys were looked for in many places of the log; a very rare one may be missing');
  }
  const leads = await findLeads(db, features, options.joinKeys);
  const views = features.map(
    ({ number, text }, i) =>
      `${number ?? 'null::double'} as number${i}, ${text ?? 'null::varchar'} as text${i}`,
  );
  const base = [
    'time_us, score, label, latency_ms, version, next_us',
    ...options.joinKeys.map((_, j) => `key${j}`),
  ].join(', ');
  await db.run(`create view predictions as select ${base} from prediction_rows`);
  await db.run(`create view wide_predictions as select ${[base, ...views].join(', ')} from prediction_rows`);
  await db.run(
    `create view lead_predictions as select ${[base, `${leads.own} as own_lead`, ...views].join(', ')} from prediction_rows`,
  );
  for (const [i, view] of views.entries()) {
    await db.run(
      `create view ${featureRows(i)} as select time_us, score, label, latency_ms, version, next_us, ${view} from prediction_rows`,
    );
  }
  return { log, features: new Map(features.map(({ key }, i) => [key, i])), leads };
}

/** Those columns that the bounds let be features; says how many keys of the log are none. */
async function chosenFeatures(
  db: Database,
  log: PreparedLog,
  { features, complete, leftOut }: ReadTable,
  options: PredictionOptions,
): Promise<readonly FeatureSql[]> {
  const expected = new Set(options.expected);
  const fits = features.length <= options.maximumFeatures && features.every(({ key }) => expected.has(key));
  if (fits) {
    log.notes.push(...keysLeftOutNotes(leftOut, options));
    return features;
  }
  const { rows, counts } = await countColumns(db, features, options, complete);
  // A column that was only looked for is no key of the log.
  const found = counts.filter((count) => count.rows > 0 || !expected.has(count.key));
  const chosen = chooseKeys(found, rows, options);
  const kept = new Set(chosen.kept);
  const few = leftOut.few + chosen.leftOut.few;
  const beyond = leftOut.beyond + chosen.leftOut.beyond;
  log.notes.push(...keysLeftOutNotes({ few, beyond }, options));
  return features.filter(({ key }) => kept.has(key));
}

/** Columns of `prediction_rows` beside `file` and the features. */
const predictionColumns = ({ joinKeys }: PredictionOptions): Readonly<Record<string, string>> => ({
  broken_rule: 'utinyint',
  time_us: 'bigint',
  score: 'double',
  label: 'varchar',
  latency_ms: 'double',
  version: 'varchar',
  ...Object.fromEntries(joinKeys.map((_, j) => [`key${j}`, 'varchar'])),
});

/** Identifies the way records become rows, with its limits and columns: part of the cache's key. */
function predictionReading(options: PredictionOptions, { columns }: PreparedLog): string {
  const example = [
    { key: 'a', numeric: true },
    { key: 'b', numeric: false },
  ];
  const { maximumFeatures, maximumExtras, textLimit, joinKeys } = options;
  const shapes = [
    predictionShape(extractFromJson, example, options),
    predictionShape(extractFromStruct, example, options, 'type'),
  ];
  return JSON.stringify([
    maximumFeatures + maximumExtras,
    textLimit,
    joinKeys,
    [...columns.fields],
    columns.inputIsText,
    ...shapes.map((shape) => shape.rows('records')),
  ]);
}

const NOT_AN_OBJECT = 1 + PREDICTION_RULES.findIndex(({ code }) => code === 'input-not-an-object');

/**
 * Whether the log would be read by structs (which find no key but those that samples showed) if all of it were read at
 * once. Derived from the rows, so that the answer does not depend on what came from a cache.
 */
async function wasReadByStructs(
  db: Database,
  log: PreparedLog,
  features: readonly FeatureSql[],
  { largeBytes, joinKeys }: PredictionOptions,
): Promise<boolean> {
  const keys = [...new Set([...features.map(({ key }) => key), ...joinKeys])];
  if (!isLarge(log, largeBytes) || features.length === 0) return false;
  if (structType(keys) === null || inputColumn(log.columns, joinKeys) === null) return false;
  const values = features.flatMap(({ number, text }) => [number, text]).filter((sql) => sql !== null);
  const isEmpty = values.map((sql) => `(${sql}) is null`).join(' and ');
  const [found] = await db.rows<{ n: number }>(
    `select count(*)::double as n from prediction_rows
     where broken_rule = ${NOT_AN_OBJECT} or broken_rule = 0 ${isEmpty === '' ? '' : `and ${isEmpty}`}`,
  );
  return found?.n === 0;
}
