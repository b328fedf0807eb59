import { z } from 'zod';
import { countSchema, intervalSchema, statusSchema, timeSchema } from './common.ts';

const estimateSchema = z.strictObject({ value: z.number(), interval: intervalSchema });
/** Without an upper end where the interval of the precision reaches 0. */
const leadsToCallSchema = z.strictObject({
  value: z.number(),
  interval: z.tuple([z.number(), z.number().nullable()]),
});

/** Whether the top of the list converts: the leads of one model version, ranked by their first score. */
export const rankingSectionSchema = z.strictObject({
  status: statusSchema,
  reason: z.string().nullable(),
  /** `contacted`: too few leads outside the top have an outcome for recall, lift and gains. */
  population: z.enum(['all', 'contacted']),
  /** Predictions that are ranked; null where nothing is known. */
  window: z.strictObject({ start: timeSchema, end: timeSchema }).nullable(),
  leads: countSchema,
  /** The largest lift that any ranking of these leads could have at the judged top; null where it is not known. */
  reach: z.number().nullable().default(null),
  /** In force when the report was made; `k` is the top that is judged. */
  limits: z.strictObject({
    k: z.number(),
    targetPrecision: z.number(),
    stopPrecision: z.number(),
    minimumLift: z.number(),
  }),
  rows: z.array(
    z.strictObject({
      /** As in the policy: a number of leads, or below 1 a share of them. */
      k: z.number(),
      source: z.enum(['realised', 'estimated', 'baseline']),
      /** Leads of the top. */
      n: z.number(),
      /** Engaged ones of the top; expected ones in an estimate. Ties at its end are shared out. */
      positives: z.number(),
      /** Score of its last lead. */
      threshold: z.number(),
      precision: estimateSchema,
      recall: estimateSchema.nullable(),
      lift: estimateSchema.nullable(),
      /** Leads called for one that engages; null where none did. */
      leadsToCall: leadsToCallSchema.nullable(),
    }),
  ),
  /** The lowest threshold that holds the target precision; null where no score does. */
  target: z
    .strictObject({
      precision: estimateSchema,
      threshold: z.number(),
      /** Leads a week with this score or more. */
      perWeek: z.number(),
      /** The threshold that is in use, `scores.labelThreshold`, and how far above it the other lies. */
      inUse: z.number(),
      distance: z.number(),
      source: z.enum(['realised', 'estimated']),
    })
    .nullable(),
  /** Cumulative gains: the share of all engaged leads within a share of all leads, from the top. */
  gains: z.array(
    z.strictObject({
      share: z.number(),
      realised: z.number().nullable(),
      estimated: z.number().nullable(),
      baseline: z.number().nullable(),
    }),
  ),
  /** Rate of engaged leads by groups of score, the highest first. */
  deciles: z.array(
    z.strictObject({
      /** Share of all leads from the top to the end of the group. */
      to: z.number(),
      realised: estimateSchema.nullable(),
      estimated: z.number().nullable(),
    }),
  ),
  /** Precision of the judged top by week of predictions, oldest first. */
  weeks: z
    .array(
      z.strictObject({
        start: timeSchema,
        end: timeSchema,
        mature: z.boolean(),
        n: countSchema,
        realised: estimateSchema.nullable(),
        estimated: estimateSchema.nullable(),
      }),
    )
    .max(26),
});

export type RankingSection = z.output<typeof rankingSectionSchema>;
