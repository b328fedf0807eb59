import { configurationError } from '../../../monitor-error.ts';
import { type Reporter, silentReporter } from '../../../settings/reporter.ts';
import { type EngineOptions, untilNow, withDefaults } from '../../engine-options.ts';
import { keysLeftOutNotes } from '../../rules/quality-notes.ts';
import { joinProfiles, referenceCounts, referenceRows, referenceTexts } from '../../rules/reference-side.ts';
import { SHADOW_FIELD } from '../../rules/shadow-scores.ts';
import type { Store, TimeRange } from '../../store.ts';
import { ruleEpisodes } from './episodes.ts';
import { featureTables } from './feature-tables.ts';
import { loadPredictions, loadRequests } from './load-log.ts';
import { measureHistogram, measureQuantiles } from './measures.ts';
import { productionProfiles } from './profiles.ts';
import { readQuality } from './quality.ts';
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
import { openSession } from './session.ts';
import type { SparkLog } from './spark-log.ts';
import type { SparkSession } from './spark-session.ts';
import { parseSparkUrl } from './spark-url.ts';
import { inRange } from './sql.ts';

export interface SparkStoreOptions extends EngineOptions {
  /** `SPARK_URL`, see `parseSparkUrl`. */
  readonly url: string;
  readonly predictions: SparkLog;
  readonly requests: SparkLog;
  /** Distinct values of a feature that are fetched exactly; more become a sketch. Default 200,000. */
  readonly exactValues?: number;
  /** Cells of that sketch. Default 20,000: an error of at most 1/20,000 in a distribution function. */
  readonly sketchCells?: number;
  /** Events over which the sliding percentile is computed here; of more, a fixed sample. Default 2,000,000. */
  readonly maxSweptEvents?: number;
  readonly reporter?: Reporter;
  /** Cancels the running query on the server. */
  readonly signal?: AbortSignal;
}

/**
 * A store that computes in a Spark cluster behind its Thrift server and fetches aggregates only.
 *
 * @throws MonitorError: `bad-spark-url`, `spark-credentials`, `spark-certificate`, `log-not-found`, `table-not-found`
 *   (exit code 2); `spark-unreachable`, `spark-no-session`, `spark-session-lost`, `spark-timeout`, `spark-source` (3).
 */
export async function openSparkStore(options: SparkStoreOptions): Promise<Store> {
  const session = await openSession(parseSparkUrl(options.url), options.signal);
  try {
    return await loadStore(session, options);
  } catch (error) {
    await session.close();
    throw error;
  }
}

interface Server {
  readonly version: string;
  /** A name that no other run on this server has. */
  readonly runName: string;
}

/** @throws MonitorError `spark-too-old` (exit code 2). */
async function checkServer(session: SparkSession): Promise<Server> {
  const [server] = await session.rows<Server>('select version(), uuid()', ['version', 'runName']);
  if (server === undefined) throw new Error('select version() returned no row');
  const version = server.version.split(' ')[0] ?? '';
  if (Number.parseInt(version, 10) < 4) {
    throw configurationError(
      'spark-too-old',
      `SPARK_URL: the server is Spark ${version}; 4.0 or later is needed (its variant type keeps the types of JSON).`,
    );
  }
  return { version, runName: server.runName };
}

async function loadStore(session: SparkSession, options: SparkStoreOptions): Promise<Store> {
  const { reporter = silentReporter } = options;
  const given = withDefaults(options);
  const engineOptions = { ...given, expected: given.reference.columns.map((column) => column.name) };
  const { reference, now, positiveLabel, joinKeys } = engineOptions;
  const { version, runName } = await checkServer(session);
  reporter.stage('Reading predictions in Spark');
  const {
    features,
    leads,
    columns: predictionColumns,
  } = await loadPredictions(session, options.predictions, {
    ...engineOptions,
    runName,
  });
  reporter.stage('Reading requests in Spark');
  const requestColumns = await loadRequests(session, options.requests, { ...engineOptions, runName });

  const columns = new Map(reference.columns.map((column) => [column.name, column]));
  const limits = { exactValues: options.exactValues ?? 200_000, sketchCells: options.sketchCells ?? 20_000 };
  const tables = featureTables(session, features.index, referenceCounts(reference), limits, runName, leads);
  const past = (range: TimeRange): TimeRange => untilNow(range, now);
  const notes = [...predictionColumns.notes, ...keysLeftOutNotes(features.leftOut, engineOptions)];

  return {
    engine: `Spark ${version}`,
    quality: (source) =>
      source === 'predictions'
        ? readQuality(session, source, options.predictions, engineOptions, notes)
        : readQuality(session, source, options.requests, engineOptions, requestColumns.notes),
    async count(source, range) {
      const query = `select double(count(*)) as n from ${source} where ${inRange(past(range))}`;
      const [row] = await session.rows<{ n: number }>(query, ['n']);
      return row?.n ?? 0;
    },
    quantiles: (measure, range, probabilities) =>
      measureQuantiles(session, measure, past(range), probabilities),
    histogram: (measure, range, edges) => measureHistogram(session, measure, past(range), edges),
    predictionSeries: (range, bucketMs) =>
      predictionBuckets(session, past(range), bucketMs, positiveLabel, leads),
    requestSeries: (range, bucketMs) => requestBuckets(session, past(range), bucketMs),
    requestGroups: (range, limit) => requestGroups(session, past(range), limit),
    versions: (range) => versionGroups(session, past(range), positiveLabel, leads),
    labels: (range) => labelCounts(session, past(range), leads),
    leads: (range) => leads.count(past(range)),
    newestPredictions: (range, limit, score) => newestPredictions(session, past(range), limit, score),
    async features(range) {
      const counted = await tables.frequencies(past(range), null);
      return joinProfiles(reference, productionProfiles(counted, features.index));
    },
    numericTable: (feature, range) => tables.numeric(feature, past(range)),
    categoricalTable: (feature, range) => tables.categorical(feature, past(range)),
    chunkTables: (feature, kind, range, chunkMs) => tables.chunks(feature, kind, past(range), chunkMs),
    async texts(feature, range, limit) {
      const column = features.index.get(feature);
      const production =
        column === undefined
          ? []
          : await productionTexts(session, column, past(range), limit, leads.newestIn(past(range)));
      return { reference: referenceTexts(reference, feature, limit), production };
    },
    async sampleRows(names, range, limit) {
      const indexes = names.map((name) => features.index.get(name) ?? null);
      return {
        reference: referenceRows(names, columns, reference.rows, limit),
        ...(await productionRows(session, indexes, past(range), limit)),
      };
    },
    scoreTable: (scores, range) =>
      scoreTable(
        session,
        scores.kind === 'range' ? { kind: 'range', range: past(scores.range) } : scores,
        past(range),
        limits,
        leads,
      ),
    episodes: (rule, range) => ruleEpisodes(session, rule, past(range), options.maxSweptEvents ?? 2_000_000),
    async firstScores(key, range) {
      const index = joinKeys.indexOf(key);
      return index < 0 ? [] : firstScores(session, `key${index}`, past(range));
    },
    async shadowScores(key, range) {
      const [index, shadow] = [joinKeys.indexOf(key), joinKeys.indexOf(SHADOW_FIELD)];
      return index < 0 || shadow < 0 ? [] : shadowsOf(session, `key${index}`, `key${shadow}`, past(range));
    },
    async leadRows(key, leads, names, range) {
      const index = joinKeys.indexOf(key);
      if (index < 0 || leads.length === 0) return [];
      const indexes = names.map((name) => features.index.get(name) ?? null);
      return leadRows(session, `key${index}`, leads, indexes, past(range));
    },
    close: () => session.close(),
  };
}
