import { z } from 'zod';

/** Status of everything that is judged; `unknown` always comes with a reason. */
export const statusSchema = z.enum(['green', 'yellow', 'red', 'unknown']);
export type Status = z.output<typeof statusSchema>;

/** ISO 8601 in UTC. */
export const timeSchema = z.iso.datetime();
export const shareSchema = z.number().min(0).max(1);
export const countSchema = z.number().int().min(0);
export const rangeSchema = z.strictObject({ min: z.number(), max: z.number() });
/** 95 % confidence interval. */
export const intervalSchema = z.tuple([z.number(), z.number()]);

/**
 * Since when something is as it is, over the reports: the first report of the present run, how many reports in a row say it,
 * and the days (UTC) from the first to this one.
 */
export const sinceSchema = z.strictObject({
  report: z.string(),
  reports: countSchema,
  days: countSchema,
});
export type Since = z.output<typeof sinceSchema>;

/** One judged number: value, healthy range, number of rows, and what to do when the value is outside the range. */
export const figureSchema = z.strictObject({
  value: z.number().nullable(),
  status: statusSchema,
  /** Healthy range, both ends included; null where only one side or nothing is judged (see the section). */
  range: rangeSchema.nullable(),
  n: countSchema,
  interval: intervalSchema.nullable(),
  /** Why the value is missing or cannot be judged; null otherwise. */
  reason: z.string().nullable(),
  /** What to do, in the guide's words; null when nothing is to be done. */
  action: z.string().nullable(),
  /** The same over the 24 hours before the report, for figures that show the state now beside the window. */
  now: z.strictObject({ value: z.number().nullable(), n: countSchema, status: statusSchema }).exactOptional(),
  /** Since when it is outside its range; null where it is not. Absent in older reports. */
  since: sinceSchema.nullable().exactOptional(),
});
export type Figure = z.output<typeof figureSchema>;

export const effectSchema = z.strictObject({
  name: z.string(),
  value: z.number(),
  word: z.enum(['negligible', 'small', 'medium', 'large']),
  interval: intervalSchema.nullable(),
});

/** Counts on common bins. `edges` has one more entry than the counts. */
export const histogramSchema = z.strictObject({
  edges: z.array(z.number()),
  /** Null where there is no reference. */
  reference: z.array(countSchema).nullable(),
  production: z.array(countSchema),
});
