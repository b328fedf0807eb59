import { z } from 'zod';
import { countSchema, intervalSchema } from './common.ts';

/** Mean score of the sampled rows that hold a value. */
const meanSchema = z.strictObject({ n: countSchema, mean: z.number() });

/** Why the mean score of the window differs from that of the reference, by feature. */
export const attributionSchema = z.strictObject({
  /** `shap`: by the model's own trees; `surrogate`: by trees fitted to the logged scores; `none`: see `reason`. */
  method: z.enum(['shap', 'surrogate', 'none']),
  reason: z.string().nullable(),
  /** What the window is compared with. */
  against: z.enum(['reference', 'earlier-window']).nullable(),
  /** Share of the logged scores' variance that the trees explain on rows they were not fitted to. */
  r2: z.strictObject({ reference: z.number().nullable(), production: z.number().nullable() }).nullable(),
  /** Rows sampled of either side. */
  nReference: countSchema,
  nProduction: countSchema,
  /** Change of the mean score of these rows: `rest` and all contributions add up to it, before all are rounded. */
  total: z.number().nullable(),
  totalInterval: intervalSchema.nullable(),
  /** Largest first. Features that go together (rank correlation above 0.7) are one row with the sum. */
  rows: z.array(
    z.strictObject({
      feature: z.string(),
      /** Further features of the group. */
      with: z.array(z.string()),
      contribution: z.number(),
      interval: intervalSchema,
    }),
  ),
  /** What the trees do not explain, as by another model version or by inputs that the log does not hold. */
  rest: z.number().nullable(),
  /** Mean score by value of the features with the largest contributions; at least k leads on either side that is given. */
  values: z.array(
    z.strictObject({
      feature: z.string(),
      points: z.array(
        z.strictObject({
          /** Null for a range. */
          name: z.string().nullable(),
          /** `from ≤ value < to`, the last range closed. */
          range: z.tuple([z.number(), z.number()]).nullable(),
          reference: meanSchema.nullable(),
          production: meanSchema.nullable(),
        }),
      ),
    }),
  ),
  notes: z.array(z.string()),
});

export type Attribution = z.output<typeof attributionSchema>;
