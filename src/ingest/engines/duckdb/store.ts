import { type Reporter, silentReporter } from '../../../settings/reporter.ts';
import { type EngineOptions, untilNow, withDefaults } from '../../engine-options.ts';
import { RowCache } from '../../row-cache/row-cache.ts';
import { joinProfiles, referenceCounts, referenceRows, referenceTexts } from '../../rules/reference-side.ts';
import { SHADOW_FIELD } from '../../rules/shadow-scores.ts';
import type { LogInput } from '../../sources/log-files.ts';
import type { Source, Store, TimeRange } from '../../store.ts';
import { chunkTables } from './chunk-tables.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import { ruleEpisodes } from './episodes.ts';
import { categoricalFeature, numericFeature } from './feature-tables.ts';
import { openFrequencies, valueKinds } from './frequencies.ts';
import { loadPredictions } from './load-predictions.ts';
import { loadRequests, markScanners } from './load-requests.ts';
import { measureHistogram, measureQuantiles } from './measures.ts';
import { productionProfiles } from './profiles.ts';
import { readQuality } from './quality.ts';
import { readWithProgress } from './read-with-progress.ts';
import {
  firstScores,
  leadRows,
  newestPredictions,
  productionRows,
  productionTexts,
  shadowsOf,
} from './samples.ts';
import { scoreTable } from './score-table.ts';
import { labelCounts, predictionBuckets, requestBuckets, requestGroups, versionGroups } from './series.ts';
import { inRange } from './sql.ts';

export interface StoreOptions extends DatabaseOptions, EngineOptions {
  readonly predictions: LogInput;
  readonly requests: LogInput;
  /** Logs larger than this are read by structs, whose keys come from samples of the log. Default 64 MB. */
  readonly largeBytes?: number;
  readonly reporter?: Reporter;
  /** Where rows that were read are kept for the next run; without it none are kept. */
  readonly cacheDirectory?: string;
  readonly cacheSegments?: number;
}

/** Reads both logs into DuckDB, each once, and computes every aggregate of the report from the typed tables. */
export async function openDuckdbStore(options: StoreOptions): Promise<Store> {
  const db = await openDatabase(options);
  try {
    return await loadStore(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

async function loadStore(
  db: Awaited<ReturnType<typeof openDatabase>>,
  options: StoreOptions,
): Promise<Store> {
  const { reporter = silentReporter } = options;
  const engineOptions = withDefaults(options);
  const { reference, now, positiveLabel, joinKeys, apiPaths } = engineOptions;
  const reading = {
    ...engineOptions,
    largeBytes: options.largeBytes ?? 64 * 1024 * 1024,
    expected: reference.columns.map((column) => column.name),
  };
  const cacheOf =
    (source: Source) =>
    (text: string): RowCache | undefined =>
      options.cacheDirectory === undefined
        ? undefined
        : new RowCache({
            directory: options.cacheDirectory,
            source,
            reading: `${db.engine} ${text}`,
            reporter,
            ...(options.cacheSegments === undefined ? {} : { maxSegments: options.cacheSegments }),
          });
  const predictions = await readWithProgress(db, 'predictions', options.predictions, reporter, (files) =>
    loadPredictions(db, files, reading, cacheOf('predictions')),
  );
  const requests = await readWithProgress(db, 'requests', options.requests, reporter, (files) =>
    loadRequests(db, files, reading, cacheOf('requests')),
  );
  await markScanners(db, apiPaths, now);
  const { features, leads } = predictions;

  const columns = new Map(reference.columns.map((column) => [column.name, column]));
  const frequencies = openFrequencies(db, features, await valueKinds(db, features.size), leads);
  const referenceOf = referenceCounts(reference);
  const past = (range: TimeRange): TimeRange => untilNow(range, now);

  return {
    engine: db.engine,
    quality: (source) =>
      source === 'predictions'
        ? readQuality(db, source, options.predictions, predictions.log, engineOptions)
        : readQuality(db, source, options.requests, requests, engineOptions),
    async count(source, range) {
      const [row] = await db.rows<{ n: number }>(
        `select count(*)::double as n from ${source} where ${inRange(past(range))}`,
      );
      return row?.n ?? 0;
    },
    quantiles: (measure, range, probabilities) => measureQuantiles(db, measure, past(range), probabilities),
    histogram: (measure, range, edges) => measureHistogram(db, measure, past(range), edges),
    predictionSeries: (range, bucketMs) => predictionBuckets(db, past(range), bucketMs, positiveLabel, leads),
    requestSeries: (range, bucketMs) => requestBuckets(db, past(range), bucketMs),
    requestGroups: (range, limit) => requestGroups(db, past(range), limit),
    versions: (range) => versionGroups(db, past(range), positiveLabel, leads),
    labels: (range) => labelCounts(db, past(range), leads),
    leads: (range) => leads.count(past(range)),
    newestPredictions: (range, limit, score) => newestPredictions(db, past(range), limit, score),
    features: async (range) =>
      joinProfiles(reference, await productionProfiles(db, frequencies, past(range))),
    numericTable: async (feature, range) =>
      numericFeature(
        db,
        await frequencies.source(feature, past(range)),
        leads.repeated,
        referenceOf(feature),
        past(range),
      ),
    categoricalTable: async (feature, range) =>
      categoricalFeature(
        db,
        await frequencies.source(feature, past(range)),
        leads.repeated,
        referenceOf(feature),
        past(range),
      ),
    async chunkTables(feature, kind, range, chunkMs) {
      const days = await frequencies.days(feature, past(range));
      return days === null ? [] : chunkTables(db, days, kind, referenceOf(feature), chunkMs);
    },
    async texts(feature, range, limit) {
      const column = features.get(feature);
      const production =
        column === undefined
          ? []
          : await productionTexts(db, column, past(range), limit, leads.newestIn(past(range)));
      return { reference: referenceTexts(reference, feature, limit), production };
    },
    async sampleRows(names, range, limit) {
      const indexes = names.map((name) => features.get(name) ?? null);
      return {
        reference: referenceRows(names, columns, reference.rows, limit),
        ...(await productionRows(db, indexes, past(range), limit)),
      };
    },
    scoreTable: (scores, range) =>
      scoreTable(
        db,
        scores.kind === 'range' ? { kind: 'range', range: past(scores.range) } : scores,
        past(range),
        leads,
      ),
    episodes: (rule, range) => ruleEpisodes(db, rule, past(range)),
    async firstScores(key, range) {
      const index = joinKeys.indexOf(key);
      return index < 0 ? [] : firstScores(db, `key${index}`, past(range));
    },
    async shadowScores(key, range) {
      const [index, shadow] = [joinKeys.indexOf(key), joinKeys.indexOf(SHADOW_FIELD)];
      return index < 0 || shadow < 0 ? [] : shadowsOf(db, `key${index}`, `key${shadow}`, past(range));
    },
    async leadRows(key, leads, names, range) {
      const index = joinKeys.indexOf(key);
      if (index < 0 || leads.length === 0) return [];
      const indexes = names.map((name) => features.get(name) ?? null);
      return leadRows(db, `key${index}`, leads, indexes, past(range));
    },
    async close() {
      db.close();
    },
  };
}
