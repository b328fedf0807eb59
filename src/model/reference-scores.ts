/**
 * Reference scores that production's are compared with, and their source. Where it is `none`, the report uses an
 * earlier part of the log from the store.
 */
export type ReferenceScores =
  | {
      /** A `score` column of the reference, or the model run on the reference rows. */
      readonly source: 'reference-column' | 'model';
      readonly values: readonly number[];
      readonly description: string;
    }
  | { readonly source: 'none'; readonly reason: string };
