import { z } from 'zod';

/** How performance is judged; see the method page. */
export const performancePolicy = z
  .strictObject({
    tolerance: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe('a fall of ROC AUC or accuracy that counts for nothing'),
    criticalDrop: z.number().min(0).max(1).default(0.1).describe('a fall of this size is critical'),
    baselineOutcomes: z
      .number()
      .int()
      .positive()
      .default(500)
      .describe(
        'so many first mature outcomes of a model version are its baseline where the reference cannot be',
      ),
  })
  .prefault({});

/** When the outcomes of a prediction are complete. */
export const maturityDaysPolicy = z
  .number()
  .positive()
  .nullable()
  .default(null)
  .describe(
    'after so many days the outcome of a lead is known; learnt from the outcomes where it is not set',
  );
