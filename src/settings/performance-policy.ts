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

const cellPolicy = z.strictObject({ column: z.string(), value: z.string() }).nullable().default(null);

/** Who was contacted, and what it means that nothing came back; columns of the outcomes file. */
export const selectionPolicy = {
  contacted: cellPolicy.describe('rows of leads that are known to have been contacted'),
  explore: cellPolicy.describe('rows of leads that were contacted at random, whatever their score'),
  absentMeans: z
    .enum(['unknown', 'negative'])
    .default('unknown')
    .describe('what an empty outcome of a contacted lead means; needs outcomes.contacted'),
};

/** Leads that nobody contacted did not refuse: counting them as negative makes a dead model look good. */
export const knowsContacted = (outcomes: {
  readonly absentMeans: string;
  readonly contacted: unknown;
}): boolean => outcomes.absentMeans !== 'negative' || outcomes.contacted !== null;

export const CONTACTED_NEEDED = {
  path: ['absentMeans'],
  message: 'needs outcomes.contacted, the column and value of rows that are known to have been contacted',
};
