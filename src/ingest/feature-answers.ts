import type { CategoricalTable, NumericTable } from '../stats/tables/joint-table.ts';

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
  /** Leads with a value, each once; see `FeatureTable.leads`. */
  readonly leads: number;
  readonly min: number | null;
  readonly max: number | null;
}

export interface FeatureProfile {
  readonly name: string;
  /** Null where the reference has no such column. */
  readonly reference: ColumnProfile | null;
  /** Null where no row of the range has a value under this key. */
  readonly production: ColumnProfile | null;
}

/** A joint table. Missing values are counted beside it and are not in it. */
export interface FeatureTable<
  Table extends NumericTable | CategoricalTable = NumericTable | CategoricalTable,
> {
  readonly table: Table;
  /**
   * The same with each lead once: production's by the newest prediction of the range, the reference's by its first row.
   * Values that then nobody has may be absent. Where no lead has two rows it is `table` itself.
   */
  readonly leads: Table;
  readonly missingReference: number;
  readonly missingProduction: number;
  /** Values left out because they are not of the feature's type (a string in a numeric feature). */
  readonly mismatchedReference: number;
  readonly mismatchedProduction: number;
  /**
   * Present where production has too many distinct values and the table holds a rank-preserving sketch of them: the
   * largest error of production's distribution function, and so of the KS statistic.
   */
  readonly sketchError?: number;
}

/** One chunk of time with its production counts against the whole reference. */
export interface TableChunk {
  readonly start: number;
  readonly end: number;
  /** Leads with a value whose newest prediction of the range is in the chunk. */
  readonly leads: number;
  readonly feature: Omit<FeatureTable, 'leads'>;
}
