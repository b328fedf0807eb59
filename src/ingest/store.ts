import type { CategoricalTable, NumericTable } from '../stats/tables/joint-table.ts';
import type { EpisodeResult, EpisodeRule } from './episode-rule.ts';
import type { FeatureProfile, FeatureTable, TableChunk } from './feature-answers.ts';
import type { OwnAnswer, OwnQueries } from './own-figures.ts';
import type { SourceQuality } from './source-quality.ts';

export type { EpisodeResult, EpisodeRule, EpisodeSpan } from './episode-rule.ts';
export type { ColumnProfile, FeatureProfile, FeatureTable, TableChunk } from './feature-answers.ts';
export type { RejectedReason, RejectedSample, SourceQuality } from './source-quality.ts';

/**
 * Epoch milliseconds in UTC (a fraction keeps microseconds), half-open on the left: `start < t ≤ end`. So "the seven
 * days that end at now" hold a row written exactly now, and consecutive ranges share no row.
 */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

export type Source = 'predictions' | 'requests';

export interface Quantiles {
  readonly n: number;
  /** Type-7 quantiles in the order of the probabilities asked for; empty when n is 0. */
  readonly values: readonly number[];
}

/** Numeric columns of the two logs. `score` and `inferenceMs` are of predictions, `responseMs` of requests. */
export type Measure = 'score' | 'inferenceMs' | 'responseMs';

export interface HistogramCounts {
  /** Counts per bin: `edges[i] ≤ x < edges[i+1]`, the last bin closed on the right. */
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

/** One time bucket; empty buckets are left out. Quantities without a value in it are null. */
export interface PredictionBucket {
  readonly start: number;
  readonly count: number;
  /** Leads whose newest prediction of the range is in the bucket, and how many of them have the positive label. */
  readonly leads: number;
  readonly engagedLeads: number;
  readonly engaged: number;
  readonly scoreP50: number | null;
  readonly scoreP95: number | null;
  readonly inferenceP50: number | null;
  readonly inferenceP95: number | null;
  readonly inferenceP99: number | null;
}

export interface RequestBucket {
  readonly start: number;
  readonly count: number;
  /** 2xx. */
  readonly success: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Requests for paths that only scanners ask for (see `rules/scanners.ts`). */
  readonly scanners: number;
  readonly responseP50: number | null;
  readonly responseP95: number | null;
}

export interface RequestGroup {
  readonly endpoint: string;
  readonly method: string;
  readonly statusCode: number;
  readonly count: number;
  readonly responseP50: number | null;
  readonly responseP95: number | null;
}

export interface VersionGroup {
  readonly version: string;
  readonly count: number;
  /** Leads whose newest prediction is of this version. */
  readonly leads: number;
  readonly engaged: number;
  readonly first: number;
  readonly last: number;
  readonly scoreP50: number;
  readonly inferenceP50: number | null;
  readonly inferenceP95: number | null;
}

/** Predictions with one label, and leads whose newest prediction has it. */
export interface LabelCount {
  readonly label: string;
  readonly count: number;
  readonly leads: number;
}

/** Different leads of a range. Who one is: the first join key, else the whole input, of no input the row itself. */
export interface LeadCount {
  readonly leads: number;
  /** Most predictions of one of them. */
  readonly mostRows: number;
}

/** A joint table of scores, and the same with each lead once; see `FeatureTable.leads`. */
export interface ScoreTable extends NumericTable {
  /** Given reference scores count each. */
  readonly leads: NumericTable;
}

export interface PredictionRow {
  readonly time: number;
  readonly score: number;
  readonly label: string;
  readonly inferenceMs: number | null;
  readonly modelVersion: string | null;
}

/** Reference scores against production scores. */
export type ScoreReference =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'range'; readonly range: TimeRange };

export interface SampledRows {
  readonly reference: readonly (readonly (string | number | null)[])[];
  readonly production: readonly (readonly (string | number | null)[])[];
  /** Score of each production row. */
  readonly scores: readonly number[];
  /** Model version of each production row; "" where the row names none. */
  readonly versions: readonly string[];
}

/** One accepted prediction for the join with outcomes. */
export interface ScoredKey {
  readonly key: string;
  /** "" where the row names none. */
  readonly version: string;
  readonly time: number;
  readonly score: number;
}

/** A lead's first prediction by one version, with the inputs asked for. */
export interface LeadRow extends ScoredKey {
  readonly cells: readonly (string | number | null)[];
}

/**
 * The aggregates that metrics request from an engine. Rows never leave the engine, apart from the newest predictions,
 * the samples for classifiers and a limited number of leads for segments. Only accepted rows at or before `now` are counted; refused ones are in `SourceQuality`.
 */
export interface Store {
  /** "DuckDB v1.5.5", … shown in the report. */
  readonly engine: string;
  quality(source: Source): Promise<SourceQuality>;
  count(source: Source, range: TimeRange): Promise<number>;
  /** Exact type-7 quantiles. */
  quantiles(measure: Measure, range: TimeRange, probabilities: readonly number[]): Promise<Quantiles>;
  histogram(measure: Measure, range: TimeRange, edges: readonly number[]): Promise<HistogramCounts>;
  /** Buckets of `bucketMs` aligned to the epoch, oldest first. */
  predictionSeries(range: TimeRange, bucketMs: number): Promise<readonly PredictionBucket[]>;
  requestSeries(range: TimeRange, bucketMs: number): Promise<readonly RequestBucket[]>;
  /** Most frequent first; at most `limit` groups, the rest summed in one group whose endpoint is "" and status 0. */
  requestGroups(range: TimeRange, limit: number): Promise<readonly RequestGroup[]>;
  versions(range: TimeRange): Promise<readonly VersionGroup[]>;
  /** Labels with their counts, most frequent first. */
  labels(range: TimeRange): Promise<readonly LabelCount[]>;
  leads(range: TimeRange): Promise<LeadCount>;
  /** Newest first; `score` keeps rows with `min ≤ score ≤ max`. */
  newestPredictions(
    range: TimeRange,
    limit: number,
    score?: { readonly min: number; readonly max: number },
  ): Promise<readonly PredictionRow[]>;
  /** Every reference column and every input key of the range, sorted by name. */
  features(range: TimeRange): Promise<readonly FeatureProfile[]>;
  numericTable(feature: string, range: TimeRange): Promise<FeatureTable<NumericTable>>;
  /** Lists and objects count as their JSON text. */
  categoricalTable(feature: string, range: TimeRange): Promise<FeatureTable<CategoricalTable>>;
  /**
   * Per chunk of `chunkMs`, a whole number of days (aligned to the epoch, UTC): the feature's table of that chunk. Empty
   * chunks are left out.
   */
  chunkTables(
    feature: string,
    kind: 'numeric' | 'categorical',
    range: TimeRange,
    chunkMs: number,
  ): Promise<readonly TableChunk[]>;
  /** Filled texts of both sides, each lead once (see `FeatureTable.leads`), at most `limit` a side, chosen by a hash of the row and so the same every time. */
  texts(
    feature: string,
    range: TimeRange,
    limit: number,
  ): Promise<{ readonly reference: readonly string[]; readonly production: readonly string[] }>;
  /** Whole rows (values of `features` in order) of both sides, at most `limit` a side, chosen as in `texts`. */
  sampleRows(features: readonly string[], range: TimeRange, limit: number): Promise<SampledRows>;
  scoreTable(reference: ScoreReference, range: TimeRange): Promise<ScoreTable>;
  episodes(rule: EpisodeRule, range: TimeRange): Promise<EpisodeResult>;
  /**
   * The first prediction of each lead by each model version, of predictions that carry `key` (top level or in `input`),
   * oldest first, for the join with outcomes; of several at one time the highest score.
   */
  firstScores(key: string, range: TimeRange): Promise<readonly ScoredKey[]>;
  /**
   * The same of versions that scored a lead without being used: `shadow: {"0.5.0": 0.61}` in a prediction; see
   * `rules/shadow-scores.ts`.
   */
  shadowScores(key: string, range: TimeRange): Promise<readonly ScoredKey[]>;
  /** Of `firstScores` those of the given leads, with the values of `features` in order. One query; callers bound the leads. */
  leadRows(
    key: string,
    leads: readonly string[],
    features: readonly string[],
    range: TimeRange,
  ): Promise<readonly LeadRow[]>;
  /** Answers a team's own queries, by their ids; absent of an engine that cannot. */
  readonly ownQueries?: (queries: OwnQueries) => Promise<ReadonlyMap<string, OwnAnswer>>;
  close(): Promise<void>;
}

/** Logs that were read once, for the reports of several times. */
export interface LoadedLogs {
  /**
   * The store as of a time; the next one may be opened when it is closed.
   * @param now epoch milliseconds.
   */
  at(now: number): Promise<Store>;
  close(): Promise<void>;
}
