import type { ReferenceData } from './sources/tables.ts';

/** What every engine is opened with, whatever it reads the logs by. */
export interface EngineOptions {
  readonly reference: ReferenceData;
  /** Epoch milliseconds; later rows are counted, never used. */
  readonly now: number;
  /** A row is expected to be labelled positive when its score is above this. Default 0.5. */
  readonly labelThreshold?: number;
  /** Default "engaged". */
  readonly positiveLabel?: string;
  /** Refused rows shown per reason. Default 5. */
  readonly samples?: number;
  /** Input keys kept; the most frequent ones. Default 1,000. */
  readonly maximumFeatures?: number;
  /** Longest text kept of one value, in characters. Default 2,000. */
  readonly textLimit?: number;
  /** Keys (top level or in `input`) that outcomes may be joined by. */
  readonly joinKeys?: readonly string[];
}
