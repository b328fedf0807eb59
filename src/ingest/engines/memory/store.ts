import { numericTable } from '../../../stats/tables/joint-table-from.ts';
import { type EngineOptions, untilNow, withDefaults } from '../../engine-options.ts';
import { byCodeUnit, nullsLast } from '../../ordering.ts';
import { chooseKeys } from '../../rules/choose-keys.ts';
import { withoutLeads } from '../../rules/feature-table.ts';
import { keysLeftOutNotes } from '../../rules/quality-notes.ts';
import { joinProfiles, referenceCounts, referenceRows, referenceTexts } from '../../rules/reference-side.ts';
import { scannerEndpoints } from '../../rules/scanners.ts';
import type { LogInput } from '../../sources/log-files.ts';
import type { ColumnProfile, Measure, Source, Store, TimeRange } from '../../store.ts';
import {
  categoricalTableOf,
  cellOf,
  firstScores,
  inputKeys,
  leadRows,
  numericTableOf,
  productionProfile,
  sampledPredictions,
  shadowsOf,
} from './features.ts';
import { leadsOf } from './leads.ts';
import { readPredictions, readRequests } from './read-log.ts';
import {
  inputValue,
  inRange,
  type MemoryPrediction,
  type MemoryRows,
  NOTHING_REFUSED,
  qualityOf,
  type ReadSummary,
  type StoredValue,
  storedValue,
} from './rows.ts';
import {
  bucketsOf,
  histogram,
  labelCounts,
  predictionBuckets,
  quantiles,
  requestBuckets,
  requestGroups,
  ruleEpisodes,
  versionGroups,
} from './series.ts';

export interface MemoryStoreOptions extends EngineOptions {
  readonly predictions: LogInput;
  readonly requests: LogInput;
}

const DAY_MS = 86_400_000;

/** Reads both logs into memory: for thousands of rows, not for millions. */
export async function openMemoryStore(options: MemoryStoreOptions): Promise<Store> {
  const engineOptions = withDefaults(options);
  const predictions = await readPredictions(options.predictions, engineOptions);
  const requests = await readRequests(options.requests, engineOptions);
  const rows = { predictions: predictions.rows, requests: requests.rows };
  return memoryStore(rows, engineOptions, { predictions: predictions.summary, requests: requests.summary });
}

/**
 * A store over rows that are in memory already.
 *
 * @param read what was found while they were read.
 */
export function memoryStore(
  rows: MemoryRows,
  options: EngineOptions,
  read: Readonly<Record<Source, ReadSummary>> = { predictions: NOTHING_REFUSED, requests: NOTHING_REFUSED },
): Store {
  const engineOptions = withDefaults(options);
  const { reference, now, positiveLabel, joinKeys, textLimit, apiPaths } = engineOptions;
  const columns = new Map(reference.columns.map((column) => [column.name, column]));
  const bounds = { ...engineOptions, expected: [...columns.keys()] };
  const chosen = chooseKeys(inputKeys(rows.predictions, joinKeys), rows.predictions.length, bounds);
  const kept = new Set(chosen.kept);
  const predictionsIn = (range: TimeRange) => inRange(rows.predictions, untilNow(range, now));
  const requestsIn = (range: TimeRange) => inRange(rows.requests, untilNow(range, now));
  const scanners = scannerEndpoints(requestsIn({ start: -Infinity, end: now }), apiPaths);
  const storedOf = (row: MemoryPrediction, key: string): StoredValue =>
    storedValue(kept.has(key) ? inputValue(row, key) : undefined, textLimit);
  const values = (own: readonly MemoryPrediction[], key: string) => own.map((row) => storedOf(row, key));
  const referenceOf = referenceCounts(reference);
  const leads = leadsOf(rows.predictions, [...kept], joinKeys, textLimit);
  const measured = (measure: Measure, range: TimeRange): number[] => {
    const own: readonly (number | null)[] =
      measure === 'responseMs'
        ? requestsIn(range).map(({ responseMs }) => responseMs)
        : predictionsIn(range).map((row) => row[measure]);
    return own.filter((value) => value !== null);
  };

  return {
    engine: 'memory',
    async quality(source) {
      const own = qualityOf(source, rows, read[source], engineOptions);
      if (source === 'requests') return own;
      return { ...own, notes: [...own.notes, ...keysLeftOutNotes(chosen.leftOut, bounds)] };
    },
    count: async (source, range) =>
      (source === 'predictions' ? predictionsIn(range) : requestsIn(range)).length,
    async quantiles(measure, range, probabilities) {
      const own = measured(measure, range);
      const found = quantiles(own, ...probabilities);
      return { n: own.length, values: found.filter((value) => value !== null) };
    },
    histogram: async (measure, range, edges) => histogram(measured(measure, range), edges),
    predictionSeries: async (range, bucketMs) =>
      predictionBuckets(predictionsIn(range), leads.newest(predictionsIn(range)), bucketMs, positiveLabel),
    requestSeries: async (range, bucketMs) => requestBuckets(requestsIn(range), bucketMs, scanners),
    requestGroups: async (range, limit) => requestGroups(requestsIn(range), limit),
    versions: async (range) =>
      versionGroups(predictionsIn(range), leads.newest(predictionsIn(range)), positiveLabel),
    labels: async (range) => labelCounts(predictionsIn(range), leads.newest(predictionsIn(range))),
    leads: async (range) => leads.count(predictionsIn(range)),
    newestPredictions: async (range, limit, score) =>
      predictionsIn(range)
        .filter((row) => score === undefined || (row.score >= score.min && row.score <= score.max))
        .sort(newestFirst)
        .slice(0, limit)
        .map(({ input: _, keys: __, ...row }) => row),
    async features(range) {
      const own = predictionsIn(range);
      const newest = leads.newest(own);
      const production = new Map<string, ColumnProfile>();
      for (const key of kept) {
        const profile = productionProfile(values(own, key), values(newest, key));
        if (profile !== null) production.set(key, profile);
      }
      return joinProfiles(reference, production);
    },
    numericTable: async (feature, range) =>
      numericTableOf(
        referenceOf(feature),
        values(predictionsIn(range), feature),
        values(leads.newest(predictionsIn(range)), feature),
      ),
    categoricalTable: async (feature, range) =>
      categoricalTableOf(
        referenceOf(feature),
        values(predictionsIn(range), feature),
        values(leads.newest(predictionsIn(range)), feature),
      ),
    async chunkTables(feature, kind, range, chunkMs) {
      if (!Number.isInteger(chunkMs / DAY_MS)) {
        throw new RangeError(`a chunk of ${chunkMs} ms is no whole number of days`);
      }
      if (!kept.has(feature)) return [];
      const counts = referenceOf(feature);
      const newest = new Map(
        bucketsOf(leads.newest(predictionsIn(range)), chunkMs).map((chunk) => [chunk.start, chunk.rows]),
      );
      return bucketsOf(predictionsIn(range), chunkMs).map(({ start, rows: own }) => {
        const table = kind === 'numeric' ? numericTableOf : categoricalTableOf;
        const chunk = values(own, feature);
        const fits = ({ number, text }: StoredValue): boolean =>
          number !== null || (kind === 'categorical' && text !== null);
        return {
          start,
          end: start + chunkMs,
          leads: values(newest.get(start) ?? [], feature).filter(fits).length,
          feature: withoutLeads(table(counts, chunk, chunk)),
        };
      });
    },
    async texts(feature, range, limit) {
      const filled = leads
        .newest(predictionsIn(range))
        .filter((row) => cellOf(storedOf(row, feature)) !== null);
      const sample = sampledPredictions(filled, [feature], textLimit).slice(0, limit);
      return {
        reference: referenceTexts(reference, feature, limit),
        production: sample.flatMap(({ values: row }) => row.map((value) => String(cellOf(value)))),
      };
    },
    async sampleRows(features, range, limit) {
      const sample = sampledPredictions(predictionsIn(range), features, textLimit).slice(0, limit);
      return {
        reference: referenceRows(features, columns, reference.rows, limit),
        production: sample.map((own) => own.values.map(cellOf)),
        scores: sample.map(({ row }) => row.score),
        versions: sample.map(({ row }) => row.modelVersion ?? ''),
      };
    },
    async scoreTable(scores, range) {
      const now = predictionsIn(range);
      const before = scores.kind === 'values' ? null : predictionsIn(scores.range);
      const given = scores.kind === 'values' ? scores.values : [];
      const scoresOf = (own: readonly MemoryPrediction[] | null) => own?.map(({ score }) => score) ?? given;
      const once = before === null ? null : leads.newest(before);
      return {
        ...numericTable(scoresOf(before), scoresOf(now)),
        leads: numericTable(scoresOf(once), scoresOf(leads.newest(now))),
      };
    },
    episodes: async (rule, range) => ruleEpisodes(rows, rule, untilNow(range, now), scanners),
    firstScores: async (key, range) => (joinKeys.includes(key) ? firstScores(predictionsIn(range), key) : []),
    shadowScores: async (key, range) => (joinKeys.includes(key) ? shadowsOf(predictionsIn(range), key) : []),
    leadRows: async (key, leads, features, range) =>
      joinKeys.includes(key)
        ? leadRows(predictionsIn(range), key, leads, (row) => features.map((name) => storedOf(row, name)))
        : [],
    close: async () => undefined,
  };
}

const newestFirst = (a: MemoryPrediction, b: MemoryPrediction): number =>
  b.time - a.time ||
  b.score - a.score ||
  byCodeUnit(a.label, b.label) ||
  nullsLast(a.inferenceMs, b.inferenceMs, (x, y) => x - y) ||
  nullsLast(a.modelVersion, b.modelVersion, byCodeUnit);
