import { z } from 'zod';

const feature = z.string().min(1);

/** Features by which leads are split; see the method page. */
export const segmentsPolicy = z
  .array(
    z.union([
      feature,
      z.strictObject({
        feature,
        cuts: z
          .array(z.number())
          .min(1)
          .max(20)
          .refine(
            (cuts) => cuts.every((cut, i) => i === 0 || cut > (cuts[i - 1] ?? cut)),
            'ascending numbers',
          )
          .describe('a range begins at each of these'),
      }),
    ]),
  )
  .max(20)
  .default([])
  .describe('features whose values are shown first and looked at in pairs, in ranges where cuts are given');
