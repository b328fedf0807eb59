import { z } from 'zod';
import { attributionSchema } from './attribution.ts';
import { countSchema, figureSchema, statusSchema, timeSchema } from './common.ts';
import { decisionsSchema } from './decisions.ts';
import { diagnosisSchema, driftSchema, predictionDriftSchema } from './drift.ts';
import { incidentSchema } from './incidents.ts';
import { inputsSchema } from './inputs.ts';
import { alertSchema, benchmarkSchema, modelSchema, outcomesSchema, retrainingSchema } from './model.ts';
import { modelVersionsSchema } from './model-versions.ts';
import { ownFigureSchema } from './own-figures.ts';
import { performanceSectionSchema } from './performance.ts';
import { rankingSectionSchema } from './ranking.ts';
import { segmentsSchema } from './segments.ts';
import { healthSchema, latencySchema, predictionsSchema, scoresSchema } from './traffic.ts';

/** Increment with every change that an older reader would not understand, and add a migration in `archive`. */
export const SCHEMA_VERSION = 2;

/** Areas that the verdict covers. */
export const COVERED_AREAS = [
  'traffic',
  'scores',
  'drift',
  'performance',
  'success-rate',
  'api',
  'latency',
  'prediction-drift',
  'model-age',
] as const;

/**
 * A report's id is a path segment of its permalink: the UTC date, or `REPORT_ID` (for which the settings are stricter).
 * Names that the site itself uses under `reports/` are not valid ids.
 */
export const reportIdSchema = z
  .string()
  .regex(
    /^(?!index\.(?:html|json)(?:\.(?:gz|br))?$)[a-z0-9][a-z0-9._-]{0,63}$/,
    'lower-case letters, digits, ".", "_" and "-", at most 64, and no name of the site\'s own',
  );

/** A complete report. Rounded once, when it is assembled; every output shows these values and computes no others. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: reportIdSchema,
  generatedAt: timeSchema,
  simulated: z.boolean(),
  software: z.strictObject({ name: z.string(), version: z.string(), engine: z.string() }),
  window: z.strictObject({
    start: timeSchema,
    end: timeSchema,
    days: z.number(),
    /** True when the window that ends at `now` has no data, so the newest days with data are used instead. */
    fallback: z.boolean(),
    note: z.string().nullable(),
  }),
  verdict: z.strictObject({
    status: statusSchema,
    headline: z.string(),
    /** Most important first; `section` is the page (and anchor) with the details. */
    reasons: z.array(
      z.strictObject({
        status: statusSchema,
        text: z.string(),
        section: z.string(),
        /**
         * What it is about: the id of an alert or a figure, or `api`, `coverage`, `inputs`, `performance`, `rates` or
         * `retraining`. Absent in older reports.
         */
        id: z.string().exactOptional(),
        /** The team silenced it: not told, and yellow at most. */
        silenced: z.literal(true).exactOptional(),
      }),
    ),
    /** Areas that were judged, and those that were not. Absent in reports older than this field. */
    coverage: z
      .strictObject({
        judged: countSchema,
        total: countSchema,
        missing: z.array(
          z.strictObject({
            area: z.enum(COVERED_AREAS),
            section: z.string(),
            /** The verdict is not green while this area is not judged. */
            essential: z.boolean(),
            reason: z.string(),
          }),
        ),
      })
      .exactOptional(),
  }),
  /** Every headline figure by id; a report older than a figure has no entry for it. */
  figures: z.record(z.string(), figureSchema),
  /** Figures of the team's own queries; absent where there are none. */
  ownFigures: z.array(ownFigureSchema).exactOptional(),
  inputs: inputsSchema,
  health: healthSchema,
  scores: scoresSchema,
  latency: latencySchema,
  drift: driftSchema,
  predictionDrift: predictionDriftSchema,
  diagnosis: diagnosisSchema,
  /** Reports made before it was computed have none. */
  attribution: attributionSchema.exactOptional(),
  outcomes: outcomesSchema,
  /** Reports made before it was judged have none. */
  performance: performanceSectionSchema.exactOptional(),
  /** Reports made before it was judged have none. */
  ranking: rankingSectionSchema.exactOptional(),
  /** Model versions of the window, two by two; none where there is one. Reports made before it was compared lack it. */
  modelVersions: modelVersionsSchema.exactOptional(),
  /** Leads by value of a feature; only where outcomes are given. */
  segments: segmentsSchema.exactOptional(),
  alerts: z.array(alertSchema),
  /** Problems over reports. Reports made before they were kept lack them. */
  incidents: z.array(incidentSchema).exactOptional(),
  /** What the team had decided when the report was made; absent where that is nothing. */
  decisions: decisionsSchema.exactOptional(),
  retraining: retrainingSchema,
  benchmark: benchmarkSchema,
  predictions: predictionsSchema,
  model: modelSchema,
  /** The thresholds in force as flat keys (`drift.alpha`), which document how an archived report was judged. */
  policy: z.array(
    z.strictObject({
      key: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      changed: z.boolean(),
    }),
  ),
});

export type Report = z.output<typeof reportSchema>;
export type Feature = Report['drift']['features'][number];
export type Alert = Report['alerts'][number];
export type Trigger = Report['retraining']['triggers'][number];

let jsonSchema: unknown;

/** JSON Schema of a report, made once: it takes as long as reading fifty reports. */
export const reportJsonSchema = (): unknown => {
  jsonSchema ??= z.toJSONSchema(reportSchema);
  return jsonSchema;
};
