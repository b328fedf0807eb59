import { type Random, seededRandom } from '../../distributions/random.ts';
import {
  CLASSIFIER_MAX_SIDE,
  CLASSIFIER_MIN_SIDE,
  classifyDomains,
} from '../../multivariate/domain-classifier.ts';
import { aucEffect } from '../../performance/auc.ts';
import { notEnoughData, type StatisticOk, type StatisticResult } from '../../result.ts';
import type { TextSamples } from '../../tables/joint-table.ts';
import { tfIdfKernel } from './tf-idf.ts';

export interface TextDriftOptions {
  readonly minimum?: number;
  readonly seed?: number;
  readonly permutations?: number;
}

/**
 * Content drift of a free-text feature: a linear domain classifier over TF-IDF words. The statistic is its
 * cross-validated AUC (0.5 without drift; the effect has the 95 % interval), p the permutation p-value. More than 200
 * texts on a side are sampled, which a note says. Detail: `permutations`.
 *
 * Source: as Evidently's text content drift, with cross-validation for its single split and labels permuted for its
 * random classifier.
 *
 * @example
 * const { statistic, p } = textDrift({ kind: 'text', reference: oldTexts, production: newTexts }); //
 * statistic: the AUC
 */
export function textDrift(samples: TextSamples, options: TextDriftOptions = {}): StatisticResult {
  const nReference = samples.reference.length;
  const nProduction = samples.production.length;
  const minimum = Math.max(CLASSIFIER_MIN_SIDE, options.minimum ?? CLASSIFIER_MIN_SIDE);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const random = seededRandom(options.seed ?? 1);
  const reference = sample(samples.reference, random);
  const production = sample(samples.production, random);
  const labels = Float64Array.from({ length: reference.length + production.length }, (_, i) =>
    i < reference.length ? 0 : 1,
  );
  const kernel = tfIdfKernel([...reference, ...production]);
  const { auc, p, permutations } = classifyDomains(kernel, labels, random, options.permutations);
  const result: StatisticOk = {
    status: 'ok',
    statistic: auc.auc,
    p,
    pMethod: 'permutation',
    effect: aucEffect(auc),
    nReference,
    nProduction,
    details: { permutations },
  };
  if (Math.max(nReference, nProduction) <= CLASSIFIER_MAX_SIDE) return result;
  return {
    ...result,
    notes: [`computed on a random sample of ${CLASSIFIER_MAX_SIDE} texts of the larger side`],
  };
}

/** All texts, or a seeded sample that does not depend on their order. */
function sample(texts: readonly string[], random: Random): readonly string[] {
  let wanted = Math.min(texts.length, CLASSIFIER_MAX_SIDE);
  let left = texts.length;
  return texts.toSorted().filter(() => {
    const taken = random.uniform() * left < wanted;
    if (taken) wanted--;
    left--;
    return taken;
  });
}
