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
  /** Remarks in words: a file that ends in a cut line, a byte-order mark, a field under its other name, … */
  readonly notes: readonly string[];
  /** Names of the fields that most of the first records have; only where every record was refused, to say why. */
  readonly fieldsSeen?: readonly string[];
}
