/** How the predictions of a log become rows. */
export interface PredictionOptions {
  /** Input keys kept as features; rarer ones beyond this are counted only. */
  readonly maximumFeatures: number;
  /** Longest text kept of one value, in characters. */
  readonly textLimit: number;
  /** Keys that outcomes are joined by. */
  readonly joinKeys: readonly string[];
  /** Keys to look for in any case: the reference's columns. */
  readonly expected: readonly string[];
  /** From this size on the reader itself takes `input` apart. */
  readonly largeBytes: number;
}
