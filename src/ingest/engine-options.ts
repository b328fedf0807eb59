import type { ColumnsPolicy } from '../settings/columns-policy.ts';
import { API_PATHS } from '../settings/policy-defaults.ts';
import type { ReferenceData } from './sources/tables.ts';
import type { TimeRange } from './store.ts';

/** What every engine reads the logs with, whatever the time of the report. */
export interface ReadingOptions {
  readonly reference: ReferenceData;
  /** A row is expected to have the positive label when its score is above this. Default 0.5. */
  readonly labelThreshold?: number;
  /** Default "engaged". */
  readonly positiveLabel?: string;
  /** Refused rows shown per reason. Default 5. */
  readonly samples?: number;
  /** Input keys kept of the reference, without one of those that are common; the most frequent ones. Default 1,000. */
  readonly maximumFeatures?: number;
  /** Input keys kept beside them; the most frequent ones. Default 50. */
  readonly maximumExtras?: number;
  /** Distinct leads that must hold a key which the reference lacks. Default 1. */
  readonly minimumLeads?: number;
  /** Longest text kept of one value, in characters. Default 2,000. */
  readonly textLimit?: number;
  /** What the policy says of the logs' columns. Default: their names are recognised. */
  readonly columns?: ColumnsPolicy;
  /** Keys (top level or in `input`) that outcomes may be joined by. Default none. */
  readonly joinKeys?: readonly string[];
  /** The API's own paths; a path that is none of them and never answered is a scanner's. Default `API_PATHS`. */
  readonly apiPaths?: readonly string[];
}

/** What every engine is opened with. */
export interface EngineOptions extends ReadingOptions {
  /** Epoch milliseconds; later rows are counted, never used. */
  readonly now: number;
}

/** The options with every default filled in, the same for all engines. */
export const withDefaults = (options: EngineOptions): Required<EngineOptions> => ({
  ...readingDefaults(options),
  now: options.now,
});

export function readingDefaults(options: ReadingOptions): Required<ReadingOptions> {
  return {
    reference: options.reference,
    labelThreshold: options.labelThreshold ?? 0.5,
    positiveLabel: options.positiveLabel ?? 'engaged',
    samples: options.samples ?? 5,
    maximumFeatures: options.maximumFeatures ?? 1_000,
    maximumExtras: options.maximumExtras ?? 50,
    minimumLeads: options.minimumLeads ?? 1,
    textLimit: options.textLimit ?? 2_000,
    columns: options.columns ?? { predictions: {}, requests: {}, reference: { score: 'score' } },
    joinKeys: options.joinKeys ?? [],
    apiPaths: options.apiPaths ?? API_PATHS,
  };
}

/** The part of a range that ends at `now`: whatever range is asked for, later rows are never counted. */
export const untilNow = (range: TimeRange, now: number): TimeRange => ({
  start: range.start,
  end: Math.min(range.end, now),
});
