import { z } from 'zod';
import { countSchema, intervalSchema, timeSchema } from './common.ts';

const sideSchema = z.strictObject({
  /** Null where the policy does not publish versions. */
  version: z.string().nullable(),
  /** It scored leads without being used. */
  shadow: z.boolean(),
  /** Leads that it scored in the window; predictions where leads have no key. */
  leads: countSchema,
  /** Of the scores of the window. */
  quantiles: z.array(z.strictObject({ p: z.number(), score: z.number() })),
});

const differenceSchema = z.strictObject({
  first: z.number(),
  second: z.number(),
  /** Second minus first. */
  difference: z.number(),
  /** At `confidence` of the pair. */
  interval: intervalSchema,
});

/** Two model versions of a window, side by side. */
export const modelPairSchema = z.strictObject({
  /** The one that was seen first; a shadow is always the second. */
  first: sideSchema,
  second: sideSchema,
  /** `paired`: both scored the same leads; `split`: leads were shared out at random; `none`: not comparable. */
  design: z.enum(['paired', 'split', 'none']),
  /** Why nothing is recommended or compared; null where something is recommended. */
  reason: z.string().nullable(),
  /** What a comparison rests on. */
  basis: z.array(z.string()),
  /** Mature predictions that are compared. */
  window: z.strictObject({ start: timeSchema, end: timeSchema }).nullable(),
  /** Leads of the comparison, of both together, and those with an outcome. */
  leads: countSchema,
  labelled: countSchema,
  /** Of each interval, so that all of a report together are wrong at most once in twenty. */
  confidence: z.number(),
  rocAuc: differenceSchema.nullable(),
  /** Precision of the top `k`, as in the policy. */
  precision: differenceSchema.nullable(),
  k: z.number(),
  /** Further outcomes until a difference as large as the seen one would be found four times in five. */
  needed: countSchema.nullable(),
  recommended: z.enum(['first', 'second']).nullable(),
  /** What the second makes of leads that the first scored within a day; null with too few. */
  sameLeads: z
    .strictObject({
      n: countSchema,
      /** Mean of second minus first score, 95 % interval. */
      meanChange: z.number(),
      interval: intervalSchema,
      /** Share of the top `k` that both have in common. */
      topInCommon: z.number(),
    })
    .nullable(),
});

export const modelVersionsSchema = z.array(modelPairSchema).max(4);
export type ModelPair = z.output<typeof modelPairSchema>;
