/**
 * Where the scores come from that production's are compared with. The case of an earlier part of the log is not here:
 * the report takes it from the store where these are `none`.
 */
export type ReferenceScores =
  | {
      /** A `score` column of the reference, or the model run on the reference rows. */
      readonly source: 'reference-column' | 'model';
      readonly values: readonly number[];
      readonly description: string;
    }
  | { readonly source: 'none'; readonly reason: string };
