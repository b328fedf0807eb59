import { z } from 'zod';
import { ESSENTIAL_AREAS } from '../alerts/coverage.ts';
import { OWN_TRIGGERS } from '../alerts/registry.ts';
import { routesPolicy, TELL_WHEN } from '../alerts/routing/route-policy.ts';
import { rangePolicy } from '../figures/judge.ts';
import { FIGURE_POLICIES } from '../figures/registry.ts';
import { COVERED_AREAS } from '../report/schema/report.ts';
import { FEATURE_TYPES, TEST_NAMES } from '../stats/tests/drift-test-types.ts';
import { accentPolicy } from './accent/accent-policy.ts';
import { alertsPolicy } from './alerts-policy.ts';
import { columnsPolicy } from './columns-policy.ts';
import {
  CONTACTED_NEEDED,
  knowsContacted,
  maturityDaysPolicy,
  performancePolicy,
  selectionPolicy,
} from './performance-policy.ts';
import { API_PATHS, FEATURE_PLAYBOOK, TYPE_PLAYBOOK } from './policy-defaults.ts';
import { policyParts } from './policy-parts.ts';
import { rankingPolicy } from './ranking-policy.ts';
import { segmentsPolicy } from './segments-policy.ts';

/**
 * Schema of the policy, which holds everything about a report that a team can configure. Every key has a default, so an
 * empty file is a complete policy; an unknown key is an error (see `read-policy.ts`).
 */

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const count = z.number().int().positive();

const testName = z.enum(TEST_NAMES);

const featurePolicy = z.strictObject({
  type: z.enum(FEATURE_TYPES).optional().describe('overrides the type inferred from the reference'),
  test: testName.optional().describe('a test that fits the type'),
  threshold: positive.optional().describe('compared with the p-value or the distance of the test'),
  bins: z.enum(['sturges', 'quantile']).optional(),
  ignore: z.boolean().optional().describe('shown nowhere and tested nowhere'),
});

const playbookEntry = z.strictObject({ cause: z.string(), action: z.string() });

export const policySchema = z.strictObject({
  $schema: z.string().optional(),
  window: z.strictObject({ days: positive.default(7) }).prefault({}),
  columns: columnsPolicy,
  figures: z.strictObject(FIGURE_POLICIES).prefault({}).describe('healthy ranges, by figure'),
  verdict: z
    .strictObject({
      essential: z
        .array(z.enum(COVERED_AREAS))
        .default([...ESSENTIAL_AREAS])
        .describe(
          'the verdict is not Healthy where one of these was not judged; performance counts only where outcomes are given',
        ),
    })
    .prefault({}),
  inputQuality: z
    .strictObject({
      yellowAbove: share.default(0.01),
      redAbove: share.default(0.1),
      samples: count.default(5),
    })
    .prefault({}),
  health: z
    .strictObject({
      timeoutMs: count.default(5_000),
      tries: count.default(3),
      retryDelayMs: z.number().int().min(0).default(1_000),
      healthPath: z.string().default('/health'),
      apiPaths: z
        .array(z.string().min(1))
        .default([...API_PATHS])
        .describe(
          'paths of the API: their failures always count; other paths that only ever answered 401, 403, 404 or 405 are asked for by scanners',
        ),
    })
    .prefault({}),
  scores: z
    .strictObject({
      positiveLabel: z.string().default('engaged'),
      labelThreshold: share.default(0.5),
      histogramBins: count.max(100).default(20),
    })
    .prefault({}),
  types: z
    .strictObject({
      integerCategories: count
        .default(10)
        .describe('integers with at most so many distinct values: categorical'),
      textDistinct: count.default(20).describe('strings with more distinct values than this …'),
      textShare: share.default(0.4).describe('… that make up more than this share of the filled rows: text'),
    })
    .prefault({}),
  drift: z
    .strictObject({
      alpha: share.default(0.05),
      minimumRows: count.default(30),
      count: z
        .enum(['guide', 'material'])
        .default('guide')
        .describe(
          'features that count as drifted: guide, p below the threshold; material, adjusted p below alpha, size at least small and its interval above 0.05',
        ),
      tests: z
        .strictObject({
          numeric: testName.default('ks'),
          categorical: testName.default('chisquare'),
          text: testName.default('perc_text_content_drift'),
        })
        .prefault({}),
      features: z.record(z.string(), featurePolicy).default({}),
      identifiers: z
        .enum(['ignore', 'keep'])
        .default('ignore')
        .describe('input keys that name leads (called ids or UUIDs, mostly different) are no features'),
      multivariate: z.boolean().default(true).describe('a domain classifier over all features together'),
      sampleRows: count.default(2_000).describe('rows a side that the classifiers may see'),
      maximumFeatures: count
        .default(1_000)
        .describe('features of the reference, or common input keys without one; others are only counted'),
      maximumExtras: z
        .number()
        .int()
        .min(0)
        .max(1_000)
        .default(50)
        .describe('further input keys that are features too, each held by privacy.k leads at least'),
    })
    .prefault({}),
  predictionDrift: z
    .strictObject({
      alpha: share.default(0.05),
      minimumRows: count.default(30),
    })
    .prefault({}),
  reference: z
    .strictObject({
      scores: z
        .enum(['holdout', 'crossValidated', 'training', 'unknown'])
        .default('unknown')
        .describe('what the model that scored the reference knew of it; only the first two make a baseline'),
      modelVersion: z
        .string()
        .nullable()
        .default(null)
        .describe('the version that scored the reference, which is no baseline of another one'),
    })
    .prefault({}),
  outcomes: z
    .strictObject({
      dateColumn: z.string().default('date'),
      outcomeColumn: z.string().default('engaged'),
      keyColumn: z
        .string()
        .nullable()
        .default(null)
        .describe('joins an outcome to the prediction of that lead'),
      minimumRows: count.default(30),
      maturityDays: maturityDaysPolicy,
      ...selectionPolicy,
    })
    .refine(knowsContacted, CONTACTED_NEEDED)
    .prefault({}),
  performance: performancePolicy,
  ranking: rankingPolicy,
  segments: segmentsPolicy,
  model: z
    .strictObject({
      trainedAt: z.iso
        .datetime({ offset: true })
        .nullable()
        .default(null)
        .describe('when the model was made, where neither a registry nor the model file says so'),
    })
    .prefault({}),
  alerts: alertsPolicy,
  triggers: policyParts(OWN_TRIGGERS),
  incidents: z
    .strictObject({
      reminderDays: count
        .default(7)
        .describe('an incident that stays open is told again after so many days, and again after as many'),
    })
    .prefault({}),
  playbook: z
    .strictObject({
      features: z.record(z.string(), playbookEntry).default(FEATURE_PLAYBOOK),
      types: z
        .strictObject({
          numeric: playbookEntry.default(TYPE_PLAYBOOK.numeric),
          categorical: playbookEntry.default(TYPE_PLAYBOOK.categorical),
          text: playbookEntry.default(TYPE_PLAYBOOK.text),
        })
        .prefault({}),
    })
    .prefault({}),
  predictions: z
    .strictObject({
      shown: count.default(20),
      highConfidence: rangePolicy(0.7, 1),
      uncertain: rangePolicy(0.4, 0.6),
    })
    .prefault({}),
  benchmark: z
    .strictObject({
      calls: count.default(1_000),
      warmup: z.number().int().min(0).default(100),
      batchSizes: z.array(count).default([1, 10, 100, 1_000]),
    })
    .prefault({}),
  privacy: z
    .strictObject({
      k: z.number().int().min(1).default(5).describe('fewest leads of whom anything is published'),
      topWords: z
        .boolean()
        .default(true)
        .describe('words gained and lost in text features, of at least k leads'),
      modelVersions: z.boolean().default(true),
      counts: z
        .enum(['rounded', 'exact'])
        .default('rounded')
        .describe(
          'counts of leads by feature, score or segment: multiples of k, and no more digits than these leave, or exact, for a site that is not public',
        ),
      predictionTimes: z
        .enum(['minute', 'hour', 'hidden'])
        .default('minute')
        .describe('how exactly the times of single predictions are told'),
    })
    .prefault({}),
  site: z
    .strictObject({
      title: z.string().default('Lead Scoring Monitor'),
      accent: accentPolicy,
      public: z.boolean().default(false).describe('false: noindex and robots.txt keep search engines out'),
      featurePageReports: count
        .default(30)
        .describe('so many of the newest reports have a page for each feature'),
      staleAfterHours: z
        .number()
        .min(1)
        .max(8_784)
        .default(26)
        .describe('a newest report older than this is said to be so, by a script on its pages'),
    })
    .prefault({}),
  mail: z.strictObject({ when: z.enum(TELL_WHEN).default('always') }).prefault({}),
  routes: routesPolicy,
});

export type Policy = z.output<typeof policySchema>;
export type FeaturePolicy = z.output<typeof featurePolicy>;
