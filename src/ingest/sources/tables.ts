/** The reference as read: columns of cells, each a finite number, a string, or null where missing. */
export interface ReferenceColumn {
  readonly name: string;
  readonly cells: readonly (number | string | null)[];
}

export interface ReferenceData {
  /** False when the source was not configured and its default does not exist. */
  readonly present: boolean;
  readonly location: string;
  readonly rows: number;
  readonly rejected: number;
  readonly reasons: readonly {
    readonly code: string;
    readonly count: number;
    readonly lines: readonly number[];
  }[];
  /** Feature columns only: `score`, the outcome column and the join key are taken out. */
  readonly columns: readonly ReferenceColumn[];
  /** Absent: each row is a lead of its own. */
  readonly leads?: ReferenceLeads;
  /** The `score` column, where the file has one; null where a cell is missing. */
  readonly scores: readonly (number | null)[] | null;
  /** The outcome column (`engaged`), where the file has one. */
  readonly outcomes: readonly (boolean | null)[] | null;
}

/** Rows of the reference that are of one lead: with the same join key, else alike in every cell. */
export interface ReferenceLeads {
  /** Indexes of the rows whose lead an earlier row has. */
  readonly repeats: ReadonlySet<number>;
  /** Most rows of one lead. */
  readonly mostRows: number;
}

export interface OutcomeRow {
  /** Epoch milliseconds, UTC. */
  readonly time: number;
  readonly engaged: boolean;
  /** Nothing came back from a lead that was contacted: when it refused is not known. */
  readonly assumed?: boolean;
  readonly key: string | null;
  /** The lead was contacted at random. */
  readonly explored?: boolean;
}

export interface OutcomeData {
  readonly present: boolean;
  readonly location: string;
  readonly rows: number;
  readonly rejected: number;
  readonly reasons: readonly {
    readonly code: string;
    readonly count: number;
    readonly lines: readonly number[];
  }[];
  /** Name of the join column, null when the file has none. */
  readonly keyColumn: string | null;
  /** What was understood of the columns, in words. */
  readonly notes?: readonly string[];
  readonly outcomes: readonly OutcomeRow[];
}
