import type { Cell } from './result-columns.ts';

/** One Spark session. Every statement is polled, can be cancelled, and fails as soon as the connection does. */
export interface SparkSession {
  /** Runs a statement and ignores its rows. */
  run(sql: string): Promise<void>;
  /**
   * All rows as objects named by `names`, in column order. For small results: answers are kept, because the cached
   * rows never change.
   */
  rows<Row>(sql: string, names: readonly (keyof Row & string)[]): Promise<Row[]>;
  /** All rows by column. For long results: batches are appended to flat columns, never to row objects. */
  columns(sql: string, width: number): Promise<Cell[][]>;
  /** As `columns`, for numbers alone: flat buffers, null as NaN. */
  doubles(sql: string, width: number): Promise<Float64Array[]>;
  /**
   * Keeps the rows of a query in Spark's cache under a name of this session. The cache outlives sessions, so `close`
   * empties it.
   */
  cache(name: string, query: string): Promise<void>;
  /** Statements sent so far. */
  readonly statements: number;
  close(): Promise<void>;
}
