import { z } from 'zod';
import { countSchema, shareSchema, timeSchema } from './common.ts';

/** Each becomes a row in memory: a damaged file must not fill it. */
const MAX_LEADS = 2_000_000;

/**
 * The first mature outcomes of a model version, frozen as its baseline. Leads of neighbouring scores share a row, so that
 * no row is of fewer leads than `privacy.k`.
 */
export const frozenBaselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The end of the minute, hour or day of the newest prediction of the baseline. */
  until: timeSchema,
  rows: z
    .array(
      z
        .strictObject({ score: shareSchema, n: countSchema.min(1), positives: countSchema })
        .refine(({ n, positives }) => positives <= n, 'more positives than leads'),
    )
    .min(1)
    .refine((rows) => rows.reduce((sum, { n }) => sum + n, 0) <= MAX_LEADS, 'more leads than a baseline has'),
});

export type FrozenBaseline = z.output<typeof frozenBaselineSchema>;
