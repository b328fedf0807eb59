import { z } from 'zod';
import {
  countSchema,
  figureSchema,
  histogramSchema,
  shareSchema,
  statusSchema,
  timeSchema,
} from './common.ts';

/** Result of one live `GET /health`. */
export const healthAttemptSchema = z.strictObject({
  at: timeSchema,
  ok: z.boolean(),
  statusCode: z.number().int().nullable(),
  latencyMs: z.number().nullable(),
  error: z.string().nullable(),
});

/** What ended: when, how long the longest of its episodes lasted, and the worst value in any. */
const endedSchema = z.strictObject({
  since: timeSchema,
  longestMs: z.number(),
  peak: z.number(),
  episodes: countSchema,
});
export type Ended = z.output<typeof endedSchema>;

export const healthSchema = z.strictObject({
  status: statusSchema,
  api: z.strictObject({
    status: statusSchema,
    url: z.string().nullable(),
    version: z.string().nullable(),
    attempts: z.array(healthAttemptSchema),
    reason: z.string().nullable(),
    action: z.string().nullable(),
  }),
  /** Limits of the success rate: green at or above `green`, yellow at or above `yellow`, else red. */
  successRate: figureSchema.extend({
    successes: countSchema,
    total: countSchema,
    clientErrors: countSchema,
    serverErrors: countSchema,
    green: shareSchema,
    yellow: shareSchema,
    /** Requests for paths that only scanners ask for: within the value, out of the status. Older reports lack it. */
    scanners: countSchema.exactOptional(),
    /** Share that succeeded without them; null of no request. */
    withoutScanners: shareSchema.nullable().exactOptional(),
    /** A bad stretch of the window that ended: its episodes, as in the alert on the error rate; null where there is none. */
    over: endedSchema.nullable().exactOptional(),
  }),
  /** Requests in the 24 hours before the report. */
  lastDay: z
    .strictObject({
      total: countSchema,
      successes: countSchema,
      clientErrors: countSchema,
      serverErrors: countSchema,
      scanners: countSchema,
    })
    .exactOptional(),
  traffic: z.strictObject({
    last24h: countSchema.nullable(),
    inWindow: countSchema.nullable(),
    total: countSchema.nullable(),
    status: statusSchema,
    reason: z.string().nullable(),
    action: z.string().nullable(),
  }),
  endpoints: z.array(
    z.strictObject({
      endpoint: z.string(),
      method: z.string(),
      count: countSchema,
      success: countSchema,
      clientErrors: countSchema,
      serverErrors: countSchema,
      /** Of the endpoint's most frequent status class, usually 2xx. */
      responseP50: z.number().nullable(),
      responseP95: z.number().nullable(),
    }),
  ),
  statusCodes: z.array(z.strictObject({ code: z.number().int(), count: countSchema })),
  /** Buckets without a request are omitted and drawn as gaps. */
  series: z.strictObject({
    bucketMs: z.number(),
    points: z.array(
      z.strictObject({
        start: timeSchema,
        count: countSchema,
        success: countSchema,
        clientErrors: countSchema,
        serverErrors: countSchema,
        responseP95: z.number().nullable(),
      }),
    ),
  }),
});

export const scoresSchema = z.strictObject({
  status: statusSchema,
  count: countSchema,
  engagementRate: figureSchema,
  p50: figureSchema,
  p95: figureSchema,
  labelThreshold: z.number(),
  labelDisagreements: countSchema,
  histogram: histogramSchema,
  series: z.strictObject({
    bucketMs: z.number(),
    points: z.array(
      z.strictObject({
        start: timeSchema,
        count: countSchema,
        /** Null where k leads are a large part of the predictions (`privacy.k`). */
        engaged: countSchema.nullable(),
        p50: z.number().nullable(),
        p95: z.number().nullable(),
      }),
    ),
  }),
  versions: z.array(
    z.strictObject({
      version: z.string(),
      count: countSchema,
      engaged: countSchema,
      first: timeSchema,
      last: timeSchema,
      /** Its first prediction in the whole log lies in this window, after those of another version. Absent in older reports. */
      isNew: z.boolean().exactOptional(),
      scoreP50: z.number(),
      inferenceP50: z.number().nullable(),
      inferenceP95: z.number().nullable(),
    }),
  ),
  labels: z.array(z.strictObject({ label: z.string(), count: countSchema })),
  reason: z.string().nullable(),
});

const percentileSchema = figureSchema.extend({
  /** ONNX target, joblib-fallback target and alert threshold in ms; null where the guide has none. */
  target: z.number(),
  fallbackTarget: z.number(),
  alertAbove: z.number().nullable(),
});

export const latencySchema = z.strictObject({
  status: statusSchema,
  count: countSchema,
  p50: percentileSchema,
  p95: percentileSchema,
  p99: percentileSchema,
  /** The runtime that the latencies in the log suggest, by the targets and by the benchmark. */
  resembles: z.strictObject({
    runtime: z.enum(['onnx', 'joblib', 'neither', 'unknown']),
    explanation: z.string(),
  }),
  remedies: z.array(z.string()),
  response: z.strictObject({
    count: countSchema,
    p50: z.number().nullable(),
    p95: z.number().nullable(),
    p99: z.number().nullable(),
    reason: z.string().nullable(),
  }),
  /** Log-spaced edges in ms. */
  histogram: z.strictObject({
    edges: z.array(z.number()),
    production: z.array(countSchema),
    below: countSchema,
    above: countSchema,
  }),
  series: z.strictObject({
    bucketMs: z.number(),
    points: z.array(
      z.strictObject({
        start: timeSchema,
        count: countSchema,
        p50: z.number().nullable(),
        p95: z.number().nullable(),
        p99: z.number().nullable(),
      }),
    ),
  }),
  reason: z.string().nullable(),
});

export const predictionsSchema = z.strictObject({
  /** Newest first: the newest rows, plus as many rows for each preset range of scores. */
  rows: z.array(
    z.strictObject({
      /** To the minute or hour, or null, as `privacy.predictionTimes` says. */
      time: timeSchema.nullable(),
      score: z.number(),
      label: z.string(),
      inferenceMs: z.number().nullable(),
      modelVersion: z.string().nullable(),
    }),
  ),
  shown: countSchema,
  presets: z.array(z.strictObject({ id: z.string(), label: z.string(), min: z.number(), max: z.number() })),
  reason: z.string().nullable(),
});
