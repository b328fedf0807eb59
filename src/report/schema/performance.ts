import { z } from 'zod';
import { countSchema, intervalSchema, statusSchema, timeSchema } from './common.ts';

const estimateSchema = z.strictObject({ value: z.number(), interval: intervalSchema });
const windowSchema = z.strictObject({ start: timeSchema, end: timeSchema });

/** Quality of the scores on some rows. A figure that needs two classes, or predicted positives, is null without them. */
const figuresSchema = z.strictObject({
  /** Of predictions; null for the reference. */
  window: windowSchema.nullable(),
  n: countSchema,
  /** Less than n where rows are weighted to be like the labelled ones. */
  effectiveN: z.number(),
  /** Expected ones in an estimate. */
  positives: z.number(),
  rocAuc: estimateSchema.nullable(),
  averagePrecision: estimateSchema.nullable(),
  accuracy: estimateSchema.nullable(),
  precision: estimateSchema.nullable(),
  recall: estimateSchema.nullable(),
  f1: estimateSchema.nullable(),
  brier: estimateSchema.nullable(),
  logLoss: estimateSchema.nullable(),
  ece: estimateSchema.nullable(),
  /** Mean score over the rate of outcomes. */
  rateRatio: estimateSchema.nullable(),
});

const shortSchema = z.strictObject({
  rocAuc: estimateSchema.nullable(),
  accuracy: estimateSchema.nullable(),
});
const ruleStateSchema = z.enum(['closed', 'suspected', 'open']);
const fallSchema = z.strictObject({ fall: z.number(), z: z.number() });

const residualSchema = z.strictObject({
  /** Realised less expected. */
  difference: z.number(),
  error: z.number(),
  z: z.number(),
  p: z.number(),
});

/** How good the scores are: realised, estimated and before, on the same leads of one model version. */
export const performanceSectionSchema = z.strictObject({
  status: statusSchema,
  reason: z.string().nullable(),
  /**
   * `judged`; `few`: outcomes are too few or too young yet; `unclear`: enough, but the interval of the AUC holds chance;
   * `unusable`: what is given cannot be joined; `absent`: no outcomes are given.
   */
  judgement: z.enum(['judged', 'few', 'unclear', 'unusable', 'absent']),
  /** `contacted`: only leads with an outcome, where those are not at least 80 % of every decile of the score. */
  population: z.enum(['all', 'contacted']),
  version: z.string().nullable(),
  maturity: z
    .strictObject({
      days: z.number(),
      source: z.enum(['policy', 'learnt']),
      /** Learnt from a log that is younger than twice the time. */
      provisional: z.boolean(),
      /** Predictions up to here are mature. */
      until: timeSchema,
    })
    .nullable(),
  baselineSource: z.enum(['holdout', 'crossValidated', 'outcomes']).nullable(),
  /** A frozen baseline that was lost and made anew; null where none was. */
  baselineNote: z.string().nullable().default(null),
  realised: figuresSchema.nullable(),
  estimated: figuresSchema.nullable(),
  baseline: figuresSchema.nullable(),
  /** Estimate over the report's own window, whose outcomes are still to come. */
  expected: figuresSchema.nullable(),
  /** Realised figures of leads that were contacted at random, which stand for all leads. */
  explored: figuresSchema.nullable().default(null),
  /** Smallest falls that are found four times in five. */
  detectable: z.strictObject({ rocAuc: z.number().nullable(), accuracy: z.number().nullable() }).nullable(),
  /** Fall against the baseline over the last mature weeks. */
  looks: z.array(
    z.strictObject({
      weeks: countSchema,
      n: countSchema,
      rocAuc: fallSchema.nullable(),
      accuracy: fallSchema,
      critical: z.boolean(),
    }),
  ),
  /** State of the rules, which the next report goes on from. `outcomes`: mature ones known to this report. */
  drop: z.strictObject({
    state: ruleStateSchema,
    outcomes: countSchema,
    critical: z.boolean(),
    /** The largest fall in standard errors, beyond what is tolerated; null where nothing could be compared. */
    z: z.number().nullable(),
  }),
  miscalibration: z.strictObject({
    state: ruleStateSchema,
    outcomes: countSchema,
    /** Outcomes over those that the calibrated scores expect. */
    ratio: z.number().nullable(),
    z: z.number().nullable(),
  }),
  /** Outcomes of the newest mature weeks against what the scores of the same leads foretell; null without a baseline. */
  residual: z
    .strictObject({
      weeks: countSchema,
      n: countSchema,
      rocAuc: residualSchema.nullable(),
      accuracy: residualSchema,
      rate: residualSchema,
    })
    .nullable()
    .default(null),
  /** Mean score and rate of outcomes of the realised rows, by tenths of the score. */
  calibration: z.array(
    z.strictObject({ predicted: z.number(), actual: z.number(), n: countSchema, interval: intervalSchema }),
  ),
  /** Leads with an outcome, of any version and age. */
  labelled: countSchema,
  /** Weeks of predictions up to now, oldest first. */
  windows: z
    .array(
      z.strictObject({
        start: timeSchema,
        end: timeSchema,
        n: countSchema,
        labelled: countSchema,
        mature: z.boolean(),
        realised: shortSchema.nullable(),
        estimated: shortSchema.nullable(),
      }),
    )
    .max(26),
  /** Mature leads with an outcome, by groups of equal size from the lowest scores to the highest. */
  labelledByScore: z.array(
    /** Fewer labelled leads than `privacy.k`: null. */
    z.strictObject({ from: z.number(), n: countSchema, labelled: countSchema.nullable() }),
  ),
});

export type PerformanceSection = z.output<typeof performanceSectionSchema>;
