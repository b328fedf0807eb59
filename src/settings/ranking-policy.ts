import { z } from 'zod';

const share = z.number().min(0).max(1);

/** So many leads from the top of the list; below 1 a share of them. */
const top = z
  .number()
  .positive()
  .refine((k) => k < 1 || Number.isInteger(k), 'a whole number of leads, or a share of them below 1');

/** How the top of the list is judged; see the method page. */
export const rankingPolicy = z
  .strictObject({
    top: z
      .array(top)
      .max(20)
      .default([10, 50, 0.05, 0.1, 0.2])
      .describe('tops of the list that are shown: numbers of leads, below 1 shares of them'),
    target: top.default(0.1).describe('the top that is judged'),
    targetPrecision: share.default(0.6).describe('share of the judged top that should engage'),
    stopPrecision: share
      .default(0.5)
      .describe('the alert fires where the precision of the judged top is surely below this …'),
    minimumLift: z
      .number()
      .min(0)
      .default(1.5)
      .describe('… or its lift over leads called at random surely below this'),
  })
  .prefault({})
  .refine((ranking) => ranking.stopPrecision <= ranking.targetPrecision, {
    message: 'stopPrecision must not be above targetPrecision',
  });
