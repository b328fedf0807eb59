import { z } from 'zod';
import { countSchema, intervalSchema, sinceSchema, statusSchema, timeSchema } from './common.ts';

const estimateSchema = z.strictObject({ value: z.number(), interval: intervalSchema.nullable() });

/** Quality of the scores as a classifier, on rows whose outcome is known or estimated. */
export const performanceSchema = z.strictObject({
  n: countSchema,
  positives: countSchema,
  auc: estimateSchema.nullable(),
  prAuc: estimateSchema.nullable(),
  brier: estimateSchema.nullable(),
  logLoss: estimateSchema.nullable(),
  accuracy: estimateSchema.nullable(),
  confusion: z.strictObject({ tp: z.number(), fp: z.number(), tn: z.number(), fn: z.number() }).nullable(),
  calibration: z.array(
    z.strictObject({ predicted: z.number(), actual: z.number(), n: countSchema, interval: intervalSchema }),
  ),
});

export const outcomesSchema = z.strictObject({
  status: statusSchema,
  present: z.boolean(),
  n: countSchema,
  actualRate: estimateSchema.nullable(),
  predictedRate: estimateSchema.nullable(),
  /** Performance on outcomes that could be joined with their prediction. */
  joined: countSchema,
  // Of reports made before performance was a section of its own.
  performance: performanceSchema.nullable().exactOptional(),
  referencePerformance: performanceSchema.nullable().exactOptional(),
  estimated: z
    .strictObject({ performance: performanceSchema, assumption: z.string() })
    .nullable()
    .exactOptional(),
  ranking: z
    .strictObject({
      /** `unclear`: the interval contains 0.5, or its upper end is not below the bound. `few`: not enough outcomes yet. `unusable`: the outcomes file cannot be used for this. */
      status: z.enum(['ranks', 'chance', 'unclear', 'few', 'unusable']),
      n: countSchema,
      auc: estimateSchema.nullable(),
      /** `chance` if the interval's upper end is below this bound. */
      below: z.number().nullable(),
      reason: z.string(),
    })
    .exactOptional(),
  reason: z.string().nullable(),
});

export const retrainingSchema = z.strictObject({
  recommended: z.boolean(),
  triggers: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      status: z.enum(['met', 'not-met', 'unknown']),
      value: z.number().nullable(),
      threshold: z.number(),
      unit: z.string(),
      source: z.string(),
      explanation: z.string(),
    }),
  ),
  workflow: z.array(z.strictObject({ title: z.string(), command: z.string() })),
});

/** The most severe first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const alertSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  owner: z.string(),
  status: z.enum(['firing', 'fired', 'ok', 'unknown']),
  value: z.number().nullable(),
  threshold: z.number(),
  unit: z.string(),
  /** What it weighs in the verdict while it fires, where its section says so; else its severity does. */
  weighs: z.enum(['red', 'yellow']).exactOptional(),
  /** Rule, window and number of events, as a sentence. */
  explanation: z.string(),
  action: z.string(),
  /** Since when it fires; null where it does not. Absent in older reports. */
  since: sinceSchema.nullable().exactOptional(),
  /** Id of the figure or measure that a rule judges; absent for alerts with a judgement of their own. */
  figure: z.string().exactOptional(),
  /** Whether this report by itself is beyond the limit, where that is not whether the rule fires. */
  breach: z.boolean().exactOptional(),
  /** Features or segments that breach a rule which judges each by itself, and open ones that could not be judged. */
  segments: z
    .array(
      z.strictObject({
        segment: z.string(),
        status: z.enum(['firing', 'waiting', 'unknown']),
        severity: z.enum(SEVERITIES),
        value: z.number().nullable(),
        threshold: z.number(),
        breach: z.boolean(),
        explanation: z.string(),
      }),
    )
    .exactOptional(),
  /** Of a sliding window: within the log, and `count` is of events. Of any other alert: over reports, and `count` is of them. */
  episodes: z.array(
    z.strictObject({ start: timeSchema, end: timeSchema, peak: z.number(), count: countSchema }),
  ),
});

const benchmarkFigureSchema = z.strictObject({ target: z.number(), status: statusSchema });

export const benchmarkSchema = z.strictObject({
  status: z.enum(['ok', 'failed', 'absent']),
  model: z.string().nullable(),
  demonstration: z.boolean(),
  calls: countSchema,
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  loadMs: z.number().nullable(),
  sizeBytes: z.number().nullable(),
  inputs: z.string().nullable(),
  batches: z.array(
    z.strictObject({ size: countSchema, p50: z.number(), p95: z.number(), perRowMs: z.number() }),
  ),
  machine: z.string().nullable(),
  runtime: z.string().nullable(),
  targets: z.strictObject({
    p50: benchmarkFigureSchema,
    p95: benchmarkFigureSchema,
    p99: benchmarkFigureSchema,
  }),
  reason: z.string().nullable(),
});

export const modelSchema = z.strictObject({
  /** Model version of most predictions in the window. */
  loggedVersion: z.string().nullable(),
  registry: z.strictObject({
    status: z.enum(['ok', 'unknown']),
    name: z.string().nullable(),
    version: z.string().nullable(),
    createdAt: timeSchema.nullable(),
    url: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  /** Training time of the model and its source. */
  trainedAt: timeSchema.nullable(),
  trainedAtSource: z.enum(['registry', 'model-metadata', 'policy', 'none']),
  ageDays: z.number().nullable(),
});
