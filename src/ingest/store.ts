import type { CategoricalTable, NumericTable } from '../stats/tables/joint-table.ts';

/**
 * The small set of aggregates that metrics ask an engine for. Rows never leave the engine, apart from the few newest
 * predictions and seeded samples for classifiers.
 *
 * Times are epoch milliseconds in UTC (a fraction keeps microseconds). A range is half-open on the left:
 * `start < t ≤ end`, so that "the seven days that end at now" hold a row written exactly now and consecutive ranges
 * share none. Only accepted rows at or before `now` are ever counted here; what was refused is in `SourceQuality`.
 */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

export type Source = 'predictions' | 'requests';

/** One example of a refused row. Values are redacted: the detail names field and kind, never content. */
export interface RejectedSample {
  readonly file: string;
  /** 1-based line (or row, for Parquet) in that file. */
  readonly line: number;
  readonly field: string | null;
  readonly detail: string;
}

export interface RejectedReason {
  /** Stable kebab-case code: `broken-json`, `missing-timestamp`, `score-out-of-range`, `negative-latency`, … */
  readonly code: string;
  readonly count: number;
  readonly samples: readonly RejectedSample[];
}

export interface SourceQuality {
  /** False when the source was not configured and its default does not exist. */
  readonly present: boolean;
  /** What was asked for, as the user wrote it, and the files it stands for (base names only). */
  readonly location: string;
  readonly files: readonly string[];
  /** Records read, good and bad (blank lines are no records). */
  readonly rows: number;
  readonly rejected: number;
  readonly reasons: readonly RejectedReason[];
  /** Accepted rows later than `now`: not bad, only outside every window. */
  readonly afterNow: number;
  /** Accepted rows at or before `now`: their first and last time, null when there is none. */
  readonly first: number | null;
  readonly last: number | null;
  /** Predictions only: accepted rows whose label disagrees with score > 0.5 (0 for requests). */
  readonly labelDisagreements: number;
  /** Plain-word remarks: a file that ends in a cut line, a byte-order mark, a field under its other name, … */
  readonly notes: readonly string[];
  /** Names of the fields that most of the first records have; only where every record was refused, to say why. */
  readonly fieldsSeen?: readonly string[];
}

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
  readonly engaged: number;
  readonly first: number;
  readonly last: number;
  readonly scoreP50: number;
  readonly inferenceP50: number | null;
  readonly inferenceP95: number | null;
}

export interface PredictionRow {
  readonly time: number;
  readonly score: number;
  readonly label: string;
  readonly inferenceMs: number | null;
  readonly modelVersion: string | null;
}

/** What a column holds, by kind of JSON value (the log) or of CSV cell (the reference). */
export interface ColumnProfile {
  readonly rows: number;
  /** Null, absent, or an empty CSV cell. */
  readonly missing: number;
  readonly numbers: number;
  readonly integers: number;
  readonly strings: number;
  readonly booleans: number;
  /** Lists and objects. */
  readonly nested: number;
  readonly distinct: number;
  readonly min: number | null;
  readonly max: number | null;
}

export interface FeatureProfile {
  readonly name: string;
  /** Null where the reference has no such column. */
  readonly reference: ColumnProfile | null;
  /** Null where no row of the range has such a key. */
  readonly production: ColumnProfile | null;
}

/** A joint table with what stands beside it. Missing values are counted here and are not in the table. */
export interface FeatureTable<
  Table extends NumericTable | CategoricalTable = NumericTable | CategoricalTable,
> {
  readonly table: Table;
  readonly missingReference: number;
  readonly missingProduction: number;
  /** Values left out because they are not of the feature's type (a string in a numeric feature). */
  readonly mismatchedReference: number;
  readonly mismatchedProduction: number;
  /**
   * Present where production's values were too many to leave the engine and the table holds a rank-preserving sketch of
   * them: the most by which production's distribution function is off anywhere (and so the KS statistic).
   */
  readonly sketchError?: number;
}

/** A sliding-window rule over one log. */
export interface EpisodeRule {
  /**
   * `error-share`: share of requests that are not 2xx. `inference-p95`: 95th percentile of `inferenceMs`, type 7.
   * `health-failures`: number of failed calls of `/health` in the window.
   */
  readonly kind: 'error-share' | 'inference-p95' | 'health-failures';
  /** Breach when the windowed value is greater than this (for `health-failures`: greater or equal). */
  readonly threshold: number;
  /** The guide's window. */
  readonly windowMs: number;
  /** The window reaches back to the last so many events when the guide's length holds fewer … */
  readonly minimumEvents: number;
  /** … but never longer than this. */
  readonly maximumMs: number;
  /** `health-failures`: another path that is a health check, beside every one that ends in `/health`. */
  readonly healthPath?: string;
}

export interface EpisodeSpan {
  readonly start: number;
  readonly end: number;
  /** Worst windowed value. */
  readonly peak: number;
  /** Events at which the window breached. */
  readonly count: number;
}

export interface EpisodeResult {
  /** Events of the rule's kind in the range. 0: nothing can be said. */
  readonly events: number;
  /** The newest window: value and events in it; null without events. */
  readonly newest: {
    readonly time: number;
    readonly value: number;
    readonly events: number;
    readonly breach: boolean;
  } | null;
  readonly episodes: readonly EpisodeSpan[];
  /** Present where one event in so many was looked at; counts are scaled up to all of them. */
  readonly sampled?: number;
}

/** Reference scores against production scores. */
export type ScoreReference =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'range'; readonly range: TimeRange };

/** One chunk of time with its production counts against the whole reference. */
export interface TableChunk {
  readonly start: number;
  readonly end: number;
  readonly feature: FeatureTable;
}

/** One accepted prediction for the join with outcomes. */
export interface ScoredKey {
  readonly key: string;
  readonly time: number;
  readonly score: number;
}

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
  labels(range: TimeRange): Promise<readonly { readonly label: string; readonly count: number }[]>;
  /** Newest first; `score` keeps rows with `min ≤ score ≤ max`. */
  newestPredictions(
    range: TimeRange,
    limit: number,
    score?: { readonly min: number; readonly max: number },
  ): Promise<readonly PredictionRow[]>;
  /** Every reference column and every input key of the range, sorted by name. */
  features(range: TimeRange): Promise<readonly FeatureProfile[]>;
  numericTable(feature: string, range: TimeRange): Promise<FeatureTable<NumericTable>>;
  /** `lists` of the log are taken as their JSON text. */
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
  /** Filled texts of both sides, at most `limit` a side, chosen by a hash of the row and so the same every time. */
  texts(
    feature: string,
    range: TimeRange,
    limit: number,
  ): Promise<{ readonly reference: readonly string[]; readonly production: readonly string[] }>;
  /** Whole rows (values of `features` in order) of both sides, at most `limit` a side, chosen as in `texts`. */
  sampleRows(
    features: readonly string[],
    range: TimeRange,
    limit: number,
  ): Promise<{
    readonly reference: readonly (readonly (string | number | null)[])[];
    readonly production: readonly (readonly (string | number | null)[])[];
  }>;
  scoreTable(reference: ScoreReference, range: TimeRange): Promise<NumericTable>;
  episodes(rule: EpisodeRule, range: TimeRange): Promise<EpisodeResult>;
  /** Scores of predictions that carry `key` (top level or in `input`), newest per key, for the join with outcomes. */
  scoresByKey(key: string, range: TimeRange): Promise<readonly ScoredKey[]>;
  close(): Promise<void>;
}
