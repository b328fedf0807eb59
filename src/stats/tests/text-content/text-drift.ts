import { type Random, seededRandom } from '../../distributions/random.ts';
import {
  CLASSIFIER_MIN_SIDE,
  CLASSIFIER_ROWS,
  type ClassifierOptions,
  classifyDomains,
} from '../../multivariate/domain-classifier.ts';
import { aucEffect } from '../../performance/auc.ts';
import { notEnoughData, type StatisticOk, type StatisticResult } from '../../result.ts';
import type { TextSamples } from '../../tables/joint-table.ts';
import { textRows } from './tf-idf.ts';

export interface TextDriftOptions extends ClassifierOptions {
  readonly minimum?: number;
  readonly seed?: number;
  /** Texts a side that enter; more are sampled with the seed. Default 2,000. */
  readonly rows?: number;
}

/**
 * Content drift of a free-text feature: a linear domain classifier over TF-IDF words, and the word whose share of texts
 * changed most. The statistic is the classifier's cross-validated AUC (0.5 without drift; the effect has the 95 %
 * interval), p the permutation p-value of both. More than 2,000 texts on a side are sampled, which a note says. Details:
 * `permutations`, `rowsReference`, `rowsProduction`.
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
  const limit = options.rows ?? CLASSIFIER_ROWS;
  const reference = sample(samples.reference, limit, random);
  const production = sample(samples.production, limit, random);
  const labels = Float64Array.from({ length: reference.length + production.length }, (_, i) =>
    i < reference.length ? 0 : 1,
  );
  const rows = textRows([...reference, ...production]);
  const { auc, p, permutations } = classifyDomains(rows, labels, random, options);
  const result: StatisticOk = {
    status: 'ok',
    statistic: auc.auc,
    p,
    pMethod: 'permutation',
    effect: aucEffect(auc),
    nReference,
    nProduction,
    details: { permutations, rowsReference: reference.length, rowsProduction: production.length },
  };
  if (Math.max(nReference, nProduction) <= limit) return result;
  return {
    ...result,
    notes: [`computed on a random sample of ${limit} texts of the larger side`],
  };
}

/** All texts, or a seeded sample that does not depend on their order. */
function sample(texts: readonly string[], limit: number, random: Random): readonly string[] {
  let wanted = Math.min(texts.length, limit);
  let left = texts.length;
  return texts.toSorted().filter(() => {
    const taken = random.uniform() * left < wanted;
    if (taken) wanted--;
    left--;
    return taken;
  });
}
