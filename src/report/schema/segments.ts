import { z } from 'zod';
import { countSchema, statusSchema } from './common.ts';

/**
 * Leads by value of a feature, and where the scores are off. Counts are of different leads, rounded down to multiples of
 * `privacy.k`.
 */
export const segmentsSchema = z.strictObject({
  /** Yellow where a segment is named, green where none is. */
  status: statusSchema,
  reason: z.string().nullable(),
  /** Mature leads with an outcome that were searched, and leads of the window whose shares are shown. */
  labelled: countSchema,
  leads: countSchema,
  /** Segments that were searched. */
  tested: countSchema,
  /** Queries that this section asked the store. */
  queries: countSchema,
  /** Segments whose outcomes are off from those of leads with the same scores, the surest first, each without the leads of those before it. */
  weakest: z.array(
    z.strictObject({
      where: z.array(z.strictObject({ feature: z.string(), value: z.string() })),
      n: countSchema,
      figure: z.enum(['rate', 'rocAuc']),
      /** Mean score. */
      predicted: z.number(),
      realised: z.number(),
      /** What leads with the same scores show. */
      expected: z.number(),
      /** Realised less expected. */
      gap: z.number(),
      /** Over all segments that were searched. */
      p: z.number(),
    }),
  ),
  features: z.array(
    z.strictObject({
      feature: z.string(),
      slug: z.string(),
      declared: z.boolean(),
      segments: z.array(
        z.strictObject({
          value: z.string(),
          /** Of the window, and their share of it. */
          leads: countSchema,
          share: z.number(),
          /** Null where the reference has fewer than k such rows. */
          referenceShare: z.number().nullable(),
          meanScore: z.number(),
          /** Mean score less that of the reference. */
          scoreShift: z.number().nullable(),
          /** Mature leads with an outcome; what follows is of these, null where they are too few. */
          labelled: countSchema,
          predicted: z.number().nullable(),
          actual: z.number().nullable(),
          rocAuc: z.number().nullable(),
          /** At the judged top of the segment's own list. */
          precisionTop: z.number().nullable(),
          /** The lowest score from which on the segment holds the target precision. */
          threshold: z.number().nullable(),
        }),
      ),
    }),
  ),
  /** Why the rate of outcomes differs between two sides; `total` is `mix + within`. */
  mixAgainst: z.enum(['reference', 'earlier']).nullable(),
  mix: z.array(
    z.strictObject({ feature: z.string(), mix: z.number(), within: z.number(), total: z.number() }),
  ),
  notes: z.array(z.string()),
});

export type SegmentsSection = z.output<typeof segmentsSchema>;
