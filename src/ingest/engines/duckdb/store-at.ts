import { type ReadingOptions, untilNow } from '../../engine-options.ts';
import { joinProfiles, referenceCounts, referenceRows, referenceTexts } from '../../rules/reference-side.ts';
import { SHADOW_FIELD } from '../../rules/shadow-scores.ts';
import type { Source, Store, TimeRange } from '../../store.ts';
import { chunkTables } from './chunk-tables.ts';
import type { Database } from './database.ts';
import { ruleEpisodes } from './episodes.ts';
import { categoricalFeature, numericFeature } from './feature-tables.ts';
import { openFrequencies, type ValueKinds } from './frequencies.ts';
import type { LoadedPredictions } from './load-predictions.ts';
import { markScanners } from './load-requests.ts';
import { measureHistogram, measureQuantiles } from './measures.ts';
import type { OwnLimits } from './own-limits.ts';
import { answerOwnQueries } from './own-queries.ts';
import { productionProfiles } from './profiles.ts';
import { type Refusals, readTimes } from './quality.ts';
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

/** Both logs in their typed tables, whatever the time of the report. */
export interface LoadedRows {
  readonly db: Database;
  /** Position of each input key. */
  readonly features: ReadonlyMap<string, number>;
  readonly leads: LoadedPredictions['leads'];
  readonly kinds: readonly ValueKinds[];
  readonly refusalsOf: (source: Source) => Promise<Refusals>;
  readonly ownLimits: OwnLimits;
}

/** The aggregates of the rows at or before `now` (epoch milliseconds). Closing it keeps the rows. */
export async function storeAt(
  rows: LoadedRows,
  { reference, positiveLabel, joinKeys, apiPaths }: Required<ReadingOptions>,
  now: number,
): Promise<Store> {
  const { db, features, leads, kinds } = rows;
  await markScanners(db, apiPaths, now);
  const columns = new Map(reference.columns.map((column) => [column.name, column]));
  const frequencies = openFrequencies(db, features, kinds, leads);
  const referenceOf = referenceCounts(reference);
  const past = (range: TimeRange): TimeRange => untilNow(range, now);

  return {
    engine: db.engine,
    quality: async (source) => ({
      ...(await rows.refusalsOf(source)),
      ...(await readTimes(db, source, now)),
    }),
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
    ownQueries: (queries) => answerOwnQueries(rows, { reference, joinKeys, now }, queries),
    close: () => frequencies.drop(),
  };
}
