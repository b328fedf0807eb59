import type { Feature, Report } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { FeatureLeads } from '../drift/lead-counts.ts';
import { missingWords } from '../drift/missing.ts';
import type { MetricsContext } from '../window.ts';
import { kRule, shownCount, toUnit } from './k-rule.ts';
import {
  type Precision,
  precisionOf,
  roundedBeside,
  roundedP,
  stepOfP,
  unitOfStatistic,
} from './rounding.ts';
import { unitOfZ } from './units.ts';

/**
 * Drift as it is published: judged already, counted by leads, with the digits that counts in multiples of k leave.
 *
 * @param leadsOf leads of each feature, by its slug.
 */
export function publishedDrift(
  drift: Report['drift'],
  leadsOf: ReadonlyMap<string, FeatureLeads>,
  { leads, referenceLeads, policy }: MetricsContext,
): Report['drift'] {
  const { multivariate, features } = drift;
  const whole = precisionOf({ reference: referenceLeads.leads, production: leads.leads }, kRule(policy));
  const round = (value: number): number => toUnit(value, whole.unit);
  return {
    ...drift,
    features: features.map((feature) =>
      publishedFeature(feature, leadsOf.get(feature.slug) ?? NOBODY, policy),
    ),
    multivariate: {
      ...multivariate,
      auc: multivariate.auc === null ? null : round(multivariate.auc),
      interval: roundedInterval(multivariate.interval, whole.unit),
      p: publishedP(multivariate.p, whole, [policy.drift.alpha]),
      pair:
        multivariate.pair === null
          ? null
          : { ...multivariate.pair, z: toUnit(multivariate.pair.z, unitOfZ(whole.effective, kRule(policy))) },
      importance: multivariate.importance.map((one) => ({ ...one, importance: round(one.importance) })),
    },
  };
}

/** Statistics with values from 0 to 1. */
const BOUNDED = new Set<Feature['test']>(['ks', 'perc_text_content_drift']);

const NO_SIDE = { filled: 0, missing: 0, mismatched: 0 };
const NOBODY: FeatureLeads = { reference: NO_SIDE, production: NO_SIDE };

function publishedFeature(
  feature: Feature,
  { reference, production }: FeatureLeads,
  policy: Policy,
): Feature {
  const rule = kRule(policy);
  const precision = precisionOf({ reference: reference.filled, production: production.filled }, rule);
  const bounded = feature.scoreKind === 'distance' || BOUNDED.has(feature.test);
  const limits = [feature.threshold, policy.drift.alpha];
  const statistic = (value: number | null, own: Precision): number | null =>
    value === null ? null : roundedBeside(value, unitOfStatistic(value, bounded, own), limits);
  const p = publishedP(feature.p, precision, limits);
  const counts = {
    nReference: shownCount(reference.filled, rule),
    nProduction: shownCount(production.filled, rule),
    missingReference: shownCount(reference.missing, rule),
    missingProduction: shownCount(production.missing, rule),
  };
  const { schema } = feature;
  return {
    ...feature,
    ...counts,
    statistic: statistic(feature.statistic, precision),
    p,
    pAdjusted: publishedP(feature.pAdjusted, precision, limits),
    score: feature.scoreKind === 'p' ? p : statistic(feature.score, precision),
    effect: publishedEffect(feature.effect, precision),
    missing: publishedMissing(feature, precision, policy),
    schema: {
      ...schema,
      mismatchedReference: shownCount(reference.mismatched, rule),
      mismatchedProduction: shownCount(production.mismatched, rule),
    },
    text:
      feature.text === null
        ? null
        : {
            ...feature.text,
            auc: feature.text.auc === null ? null : toUnit(feature.text.auc, precision.unit),
            aucInterval: roundedInterval(feature.text.aucInterval, precision.unit),
          },
    overTime: feature.overTime.map((point) => {
      const own = precisionOf({ reference: reference.filled, production: point.n }, rule);
      const few = point.n < rule.k;
      return {
        ...point,
        n: shownCount(point.n, rule),
        statistic: few ? null : statistic(point.statistic, own),
        p: few ? null : publishedP(point.p, own, limits),
      };
    }),
    power:
      feature.power === null
        ? null
        : { ...feature.power, minimumDetectable: toUnit(feature.power.minimumDetectable, precision.unit) },
  };
}

function publishedMissing(feature: Feature, precision: Precision, policy: Policy): Feature['missing'] {
  const { missing } = feature;
  const share = (value: number | null): number | null =>
    value === null ? null : Math.min(1, toUnit(value, precision.unit));
  const shares = {
    referenceShare: share(missing.referenceShare),
    productionShare: share(missing.productionShare),
  };
  const { referenceShare, productionShare } = shares;
  return {
    ...missing,
    ...shares,
    p: publishedP(missing.p, precision, [policy.drift.alpha]),
    reason:
      missing.status === 'drifted' && referenceShare !== null && productionShare !== null
        ? missingWords(referenceShare, productionShare)
        : missing.reason,
  };
}

/** The Kolmogorov–Smirnov test of the scores as it is published. */
export function publishedPredictionDrift(
  drift: Report['predictionDrift'],
  { leads, policy }: MetricsContext,
): Report['predictionDrift'] {
  const precision = precisionOf({ reference: drift.nReference, production: leads.leads }, kRule(policy));
  return {
    ...drift,
    statistic: drift.statistic === null ? null : toUnit(drift.statistic, precision.unit),
    p: publishedP(drift.p, precision, [drift.alpha, drift.alertBelow]),
    effect: publishedEffect(drift.effect, precision),
  };
}

const publishedP = (p: number | null, precision: Precision, limits: readonly number[]): number | null =>
  p === null ? null : roundedP(p, stepOfP(p, precision), limits);

function publishedEffect(effect: Feature['effect'], { unit }: Precision): Feature['effect'] {
  if (effect === null) return null;
  return { ...effect, value: toUnit(effect.value, unit), interval: roundedInterval(effect.interval, unit) };
}

const roundedInterval = (interval: [number, number] | null, unit: number): [number, number] | null =>
  interval === null ? null : [toUnit(interval[0], unit), toUnit(interval[1], unit)];
