import type { KeysLeftOut } from '../../rules/choose-keys.ts';
import type { FeatureSql } from './feature-columns.ts';
import type { PreparedLog } from './load-log.ts';

/** The features that were read into a log's table. */
export interface ReadTable {
  readonly features: readonly FeatureSql[];
  /** False where the log has keys without a column. */
  readonly complete: boolean;
  /** How many those are. */
  readonly leftOut: KeysLeftOut;
  /** The keys come from samples of the log alone: others would not have been found. */
  readonly sampled: boolean;
}

/** The table of a log, and how it is filled from files. */
export interface TableLayout {
  readonly table: string;
  /** Its columns beside `file` and the features, with their types. */
  readonly columns: Readonly<Record<string, string>>;
  readonly maxFeatures: number;
  /** Reads files into the table, which is replaced. */
  readonly read: (log: PreparedLog) => Promise<ReadTable>;
}
