import type { ModelPair } from '../../report/schema/model-versions.ts';
import type { SegmentsSection } from '../../report/schema/segments.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { kRule, roughCount, shownCount, toUnit } from './k-rule.ts';
import { roundedP, stepOfP } from './rounding.ts';
import { COARSEST, outward, unitOf, unitOfMean } from './units.ts';

/**
 * Segments as they are published: statistics of each have the digits that its leads, in multiples of k, leave. Mean scores
 * have theirs already (`segmentRow`, which knows how much the scores vary).
 */
export function publishedSegments(segments: SegmentsSection, policy: Policy): SegmentsSection {
  const rule = kRule(policy);
  if (!rule.rounded) return segments;
  const inUnit = (unit: number) => (value: number | null) =>
    value === null || unit > COARSEST ? null : toUnit(value, unit);
  const labelled = unitOf(segments.labelled, rule);
  return {
    ...segments,
    weakest: segments.weakest.map((one) => {
      const unit = unitOf(one.n, rule);
      const [realised, expected] = [toUnit(one.realised, unit), toUnit(one.expected, unit)];
      return {
        ...one,
        predicted: toUnit(one.predicted, unit),
        realised,
        expected,
        gap: toUnit(realised - expected, unit),
        p: roundedP(one.p, stepOfP(one.p, { unit, effective: one.n })),
      };
    }),
    features: segments.features.map((feature) => ({
      ...feature,
      segments: feature.segments.map((one) => {
        const known = inUnit(unitOf(one.labelled, rule));
        return {
          ...one,
          share: toUnit(one.share, unitOf(segments.leads, rule)),
          predicted: known(one.predicted),
          actual: known(one.actual),
          rocAuc: known(one.rocAuc),
          precisionTop: known(one.precisionTop),
          threshold: known(one.threshold),
        };
      }),
    })),
    mix: segments.mix.map(({ feature, mix, total }) => {
      const [ofMix, ofAll] = [toUnit(mix, labelled), toUnit(total, labelled)];
      return { feature, mix: ofMix, within: toUnit(ofAll - ofMix, labelled), total: ofAll };
    }),
  };
}

type Side = ModelPair['first'];
type Difference = NonNullable<ModelPair['rocAuc']>;

/** Pairs of model versions as they are published; what is recommended was decided by the exact numbers. */
export function publishedModelVersions(pairs: readonly ModelPair[], policy: Policy): ModelPair[] {
  const rule = kRule(policy);
  const side = (given: Side): Side => ({
    ...given,
    version: given.leads < rule.k ? null : given.version,
    leads: shownCount(given.leads, rule),
    quantiles:
      given.leads < rule.k
        ? []
        : given.quantiles.map(({ p, score }) => ({ p, score: toUnit(score, unitOf(given.leads, rule)) })),
  });
  return pairs.map((pair) => {
    const unit = unitOf(pair.labelled, rule);
    const difference = (given: Difference | null): Difference | null => {
      if (given === null) return null;
      const own = unitOfMean(pair.labelled, given.interval, rule);
      return {
        first: toUnit(given.first, unit),
        second: toUnit(given.second, unit),
        difference: toUnit(given.difference, own),
        interval: outward(given.interval, own),
      };
    };
    const { sameLeads: same } = pair;
    const ofChange = same === null ? 0 : unitOfMean(same.n, same.interval, rule);
    return {
      ...pair,
      first: side(pair.first),
      second: side(pair.second),
      leads: shownCount(pair.leads, rule),
      labelled: shownCount(pair.labelled, rule),
      rocAuc: difference(pair.rocAuc),
      precision: difference(pair.precision),
      needed: pair.needed === null ? null : roughCount(pair.needed, rule),
      sameLeads:
        same === null
          ? null
          : {
              n: shownCount(same.n, rule),
              meanChange: toUnit(same.meanChange, ofChange),
              interval: outward(same.interval, ofChange),
              topInCommon: toUnit(same.topInCommon, unitOf(same.n, rule)),
            },
    };
  });
}
