import { z } from 'zod';
import { intervalSchema, timeSchema } from './schema/common.ts';
import { healthAttemptSchema } from './schema/traffic.ts';

/**
 * Observations of external state during a build: the API's health, the model registry, the benchmark. They are recorded
 * as JSON beside the report and replayed with `OBSERVATIONS_PATH`, so that a build can be repeated exactly.
 */

const healthObservationSchema = z.strictObject({
  /** `not-probed`: the data are simulated, or of the past. `unknown`: no API address is configured. */
  status: z.enum(['ok', 'failed', 'unknown', 'not-probed']),
  url: z.string().nullable(),
  attempts: z.array(healthAttemptSchema),
  version: z.string().nullable(),
  reason: z.string().nullable(),
});

const registryObservationSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('ok'),
    name: z.string(),
    version: z.string(),
    createdAt: timeSchema,
    which: z.enum(['alias', 'stage', 'latest']),
    whichName: z.string().nullable(),
    runId: z.string().nullable(),
    url: z.string(),
  }),
  z.strictObject({ status: z.literal('unknown'), reason: z.string() }),
]);

const milliseconds = z.number().min(0);

const benchmarkObservationSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('ok'),
    model: z.string(),
    demonstration: z.boolean(),
    calls: z.number().int(),
    p50: milliseconds,
    p95: milliseconds,
    p99: milliseconds,
    mean: milliseconds,
    interval: intervalSchema,
    loadMs: milliseconds,
    sizeBytes: z.number(),
    inputs: z.array(
      z.strictObject({
        name: z.string(),
        elementType: z.string(),
        shape: z.array(z.number().nullable()),
      }),
    ),
    batches: z.array(
      z.strictObject({
        size: z.number().int(),
        p50: milliseconds,
        p95: milliseconds,
        perRowMs: milliseconds,
      }),
    ),
    machine: z.strictObject({ cpu: z.string(), cores: z.number().int(), os: z.string(), arch: z.string() }),
    runtime: z.string(),
    timerResolutionMs: milliseconds,
  }),
  z.strictObject({
    status: z.literal('failed'),
    model: z.string(),
    demonstration: z.boolean(),
    reason: z.string(),
  }),
  z.strictObject({ status: z.literal('absent'), reason: z.string() }),
]);

export const observationsSchema = z.strictObject({
  recordedAt: timeSchema,
  health: healthObservationSchema,
  /** Results of `npm run monitor -- probe` in the 24 hours before now, oldest first: every failure, and the newest check. */
  healthLog: z.array(z.strictObject({ at: timeSchema, ok: z.boolean() })).default([]),
  registry: registryObservationSchema,
  benchmark: benchmarkObservationSchema,
  /** Metadata of the model file; null where it has none or is the demonstration model. */
  modelMetadata: z
    .strictObject({ version: z.string().nullable(), trainedAt: timeSchema.nullable() })
    .nullable(),
});

export type Observations = z.output<typeof observationsSchema>;
export type HealthObservation = Observations['health'];
