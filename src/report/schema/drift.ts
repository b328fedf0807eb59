import { z } from 'zod';
import { FEATURE_TYPES, TEST_NAMES } from '../../stats/tests/drift-test-types.ts';
import {
  countSchema,
  effectSchema,
  intervalSchema,
  shareSchema,
  sinceSchema,
  statusSchema,
  timeSchema,
} from './common.ts';

export const driftStatusSchema = z.enum(['drifted', 'stable', 'not-enough-data', 'not-applicable']);
export type DriftStatus = z.output<typeof driftStatusSchema>;

const numericSummarySchema = z.strictObject({
  kind: z.literal('numeric'),
  mean: z.number(),
  sd: z.number().nullable(),
  min: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  max: z.number(),
});
const categoricalSummarySchema = z.strictObject({
  kind: z.literal('categorical'),
  distinct: countSchema,
  /** Null where even the most frequent category has fewer than k rows (`privacy.k`). */
  mode: z.string().nullable(),
  modeShare: shareSchema.nullable(),
});
const textSummarySchema = z.strictObject({
  kind: z.literal('text'),
  distinct: countSchema,
  meanLength: z.number(),
  meanWords: z.number(),
});
export const summarySchema = z.discriminatedUnion('kind', [
  numericSummarySchema,
  categoricalSummarySchema,
  textSummarySchema,
]);

export const distributionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('histogram'),
    edges: z.array(z.number()),
    reference: z.array(countSchema),
    production: z.array(countSchema),
  }),
  z.strictObject({
    kind: z.literal('categories'),
    /**
     * Largest change of share first, the commonest always among them. Categories with fewer than k leads on both sides are
     * counted in `pooled`, which in older reports holds also what `smaller` holds now.
     */
    categories: z.array(
      z.strictObject({ name: z.string(), reference: countSchema, production: countSchema }),
    ),
    pooled: z.strictObject({
      categories: countSchema,
      reference: countSchema,
      production: countSchema,
    }),
    /** Categories with k leads whose changes are not among the largest. Absent in older reports. */
    smaller: z
      .strictObject({ categories: countSchema, reference: countSchema, production: countSchema })
      .exactOptional(),
  }),
  z.strictObject({ kind: z.literal('none'), reason: z.string() }),
]);

/** Both cumulative shares at the same points, thinned; the KS distance is attained at `gapAt`. */
export const ecdfSchema = z.strictObject({
  values: z.array(z.number()),
  reference: z.array(shareSchema),
  production: z.array(shareSchema),
  gapAt: z.number().nullable(),
});

export const featureSchema = z.strictObject({
  name: z.string(),
  /** ASCII, unique in the report; used in the page's address and in the anchor `#feature-<slug>`. */
  slug: z.string().regex(/^[a-z0-9-]+$/),
  type: z.enum(FEATURE_TYPES),
  typeReason: z.string(),
  test: z.enum(TEST_NAMES),
  testLabel: z.string(),
  status: driftStatusSchema,
  /** False for features that are shown but not counted in the drift share. */
  inShare: z.boolean(),
  statistic: z.number().nullable(),
  p: shareSchema.nullable(),
  pMethod: z.enum(['exact', 'asymptotic', 'permutation', 'monte-carlo']).nullable(),
  pAdjusted: shareSchema.nullable(),
  /** Adjusted p below alpha, size at least small, and its 95 % interval above 0.05; null in reports that did not say. */
  material: z.boolean().nullable().default(null),
  /** The test's score, which is compared with the threshold, and the threshold. */
  score: z.number().nullable(),
  scoreKind: z.enum(['p', 'distance']),
  threshold: z.number(),
  effect: effectSchema.nullable(),
  reason: z.string().nullable(),
  nReference: countSchema,
  nProduction: countSchema,
  missingReference: countSchema,
  missingProduction: countSchema,
  missing: z.strictObject({
    status: driftStatusSchema,
    referenceShare: shareSchema.nullable(),
    productionShare: shareSchema.nullable(),
    p: shareSchema.nullable(),
    reason: z.string().nullable(),
  }),
  schema: z.strictObject({
    /** Name of each side's value type, when they differ. */
    typeChange: z.string().nullable(),
    newCategories: z.strictObject({ count: countSchema, rows: countSchema, names: z.array(z.string()) }),
    vanishedCategories: z.strictObject({ count: countSchema, rows: countSchema, names: z.array(z.string()) }),
    /** Share of production outside the reference's [min, max]; null for features that are not numeric. */
    outOfRangeShare: shareSchema.nullable(),
    /** Values written in a form that the reference does not use; absent where all are in its form. */
    representation: z
      .strictObject({ reference: z.string(), production: z.string(), share: shareSchema })
      .exactOptional(),
    mismatchedReference: countSchema,
    mismatchedProduction: countSchema,
  }),
  distribution: distributionSchema,
  ecdf: ecdfSchema.nullable(),
  summary: z.strictObject({ reference: summarySchema.nullable(), production: summarySchema.nullable() }),
  text: z
    .strictObject({
      auc: z.number().nullable(),
      aucInterval: intervalSchema.nullable(),
      unseenWordShare: shareSchema.nullable(),
      gained: z.array(z.strictObject({ word: z.string(), reference: shareSchema, production: shareSchema })),
      lost: z.array(z.strictObject({ word: z.string(), reference: shareSchema, production: shareSchema })),
    })
    .nullable(),
  /** The primary test of each chunk against the whole reference; chunks without rows are omitted. */
  overTime: z.array(
    z.strictObject({
      start: timeSchema,
      end: timeSchema,
      n: countSchema,
      statistic: z.number().nullable(),
      p: shareSchema.nullable(),
    }),
  ),
  /** Change point of the daily statistic; null where none was found. */
  began: z
    .strictObject({ at: timeSchema, from: timeSchema, to: timeSchema, explanation: z.string() })
    .nullable(),
  /** Smallest shift that the test detects with 80 % power at this n. */
  power: z.strictObject({ effect: z.string(), minimumDetectable: z.number() }).nullable(),
  /** Since when it is drifted; null where it is not. Absent in older reports. */
  since: sinceSchema.nullable().exactOptional(),
  playbook: z.strictObject({ cause: z.string(), action: z.string() }),
  notes: z.array(z.string()),
});

export const multivariateSchema = z.strictObject({
  status: driftStatusSchema,
  auc: z.number().nullable(),
  interval: intervalSchema.nullable(),
  p: shareSchema.nullable(),
  nReference: countSchema,
  nProduction: countSchema,
  importance: z.array(z.strictObject({ feature: z.string(), importance: z.number() })),
  /** The two features whose relation changed most: z of the difference of their product's means. */
  pair: z
    .strictObject({ features: z.tuple([z.string(), z.string()]), z: z.number() })
    .nullable()
    .default(null),
  reason: z.string().nullable(),
});

export const driftSchema = z.strictObject({
  status: statusSchema,
  share: shareSchema.nullable(),
  /** The rule by which `share` counts: the guide's (`drifted`) or by size (`material`). */
  count: z.enum(['guide', 'material']).default('guide'),
  /** Features that drifted by the guide's rule, and those whose drift is material. */
  drifted: countSchema,
  material: countSchema.nullable().default(null),
  tested: countSchema,
  alpha: shareSchema,
  redShare: shareSchema,
  /** Drifted with an adjusted p below alpha. */
  driftedAdjusted: countSchema,
  features: z.array(featureSchema),
  multivariate: multivariateSchema,
  notes: z.array(z.string()),
  reason: z.string().nullable(),
  action: z.string().nullable(),
});

export const predictionDriftSchema = z.strictObject({
  status: driftStatusSchema,
  test: z.literal('ks'),
  statistic: z.number().nullable(),
  p: shareSchema.nullable(),
  pMethod: z.enum(['exact', 'asymptotic', 'permutation', 'monte-carlo']).nullable(),
  effect: effectSchema.nullable(),
  alpha: shareSchema,
  alertBelow: shareSchema,
  referenceSource: z.enum(['reference-column', 'model', 'earlier-log', 'none']),
  referenceDescription: z.string(),
  nReference: countSchema,
  nProduction: countSchema,
  reason: z.string().nullable(),
  action: z.string().nullable(),
});

export const diagnosisSchema = z.strictObject({
  kind: z.enum(['none', 'covariate', 'concept', 'both', 'unknown']),
  dataDrift: z.enum(['yes', 'no', 'unknown']),
  predictionDrift: z.enum(['yes', 'no', 'unknown']),
  accuracy: z.enum(['degraded', 'held', 'unknown']),
  /** Realised against estimated figures of the same leads, with the error of the calibration; null where they are unknown. */
  residual: z
    .strictObject({
      rocAuc: z.strictObject({ z: z.number(), p: z.number() }).nullable(),
      accuracy: z.strictObject({ z: z.number(), p: z.number() }),
      rate: z.strictObject({ z: z.number(), p: z.number() }),
    })
    .nullable()
    .default(null),
  reasoning: z.array(z.string()),
  /** The data needed for a diagnosis, when it is unknown. */
  wouldDecide: z.array(z.string()),
});
