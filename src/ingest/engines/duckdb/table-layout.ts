import type { FeatureSql } from './feature-columns.ts';
import type { PreparedLog } from './load-log.ts';

/** What was read into a log's table. */
export interface ReadTable {
  readonly features: readonly FeatureSql[];
  /** False where keys were left out because there are too many. */
  readonly complete: boolean;
  /** Keys beyond these features were not seen, if there were any: samples alone showed which there are. */
  readonly sampled: boolean;
}

/** The table of a log, and how it is filled from files. */
export interface TableLayout {
  readonly table: string;
  /** Its columns beside `file` and the features, with their types. */
  readonly columns: Readonly<Record<string, string>>;
  readonly mostFeatures: number;
  /** Reads files into the table, which is made anew. */
  readonly read: (log: PreparedLog) => Promise<ReadTable>;
}
