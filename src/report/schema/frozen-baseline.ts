import { z } from 'zod';
import { countSchema, timeSchema } from './common.ts';

/**
 * The first mature outcomes of a model version, frozen as its baseline. Leads of neighbouring scores share a row, so that
 * no row is of fewer leads than `privacy.k`.
 */
export const frozenBaselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The newest prediction of the baseline. */
  until: timeSchema,
  rows: z.array(z.strictObject({ score: z.number(), n: countSchema, positives: countSchema })).min(1),
});

export type FrozenBaseline = z.output<typeof frozenBaselineSchema>;
