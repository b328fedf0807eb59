import { type Random, seededRandom } from '../distributions/random.ts';
import { aucEffect } from '../performance/auc.ts';
import {
  type NotApplicable,
  type NotEnoughData,
  notApplicable,
  notEnoughData,
  type StatisticOk,
} from '../result.ts';
import {
  CLASSIFIER_MAX_SIDE,
  CLASSIFIER_MIN_SIDE,
  classifyDomains,
  type DomainClassification,
} from './domain-classifier.ts';
import { foldwiseAucOnly, weightsWithoutFold } from './kernel-classifier.ts';
import { distanceMatrix, type MixedFeature } from './mixed-distance.ts';

export interface FeatureImportance {
  readonly name: string;
  /**
   * Permutation importance: decrease of the AUC when this feature's values are shuffled among the rows; about 0 for an
   * uninformative feature.
   */
  readonly importance: number;
}

export type MultivariateResult =
  | (StatisticOk & { readonly importances: readonly FeatureImportance[] })
  | NotEnoughData
  | NotApplicable;

/**
 * Multivariate drift by a domain classifier over all features. Detects changes of the joint distribution even where no
 * marginal distribution changes.
 *
 * Ridge regression over a Gaussian kernel of per-feature distances (ranks for numbers, equality for categories; a
 * missing value is at full distance from every filled one), cross-validated; AUC with interval, permutation p, and
 * permutation importance per feature. At most 200 rows a side enter, drawn with the seed.
 *
 * Source: D. Lopez-Paz and M. Oquab (2017); importance as in L. Breiman (2001).
 *
 * @example
 * const { status, statistic, p } = multivariateDrift([ { name: 'salary', kind: 'numeric', reference: before,
 * production: now }, ]); // statistic: the AUC, 0.5 without drift
 */
export function multivariateDrift(
  features: readonly MixedFeature[],
  options: { readonly minimum?: number; readonly seed?: number; readonly permutations?: number } = {},
): MultivariateResult {
  const [first] = features;
  if (first === undefined) return notApplicable('no feature is present on both sides');
  const nReference = first.reference.length;
  const nProduction = first.production.length;
  const minimum = Math.max(CLASSIFIER_MIN_SIDE, options.minimum ?? CLASSIFIER_MIN_SIDE);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);

  const random = seededRandom(options.seed ?? 1);
  const rows = {
    reference: sampleRows(nReference, random),
    production: sampleRows(nProduction, random),
  };
  const distances = features.map((feature) => distanceMatrix(feature, rows));
  const size = rows.reference.length + rows.production.length;
  const labels = Float64Array.from({ length: size }, (_, i) => (i < rows.reference.length ? 0 : 1));
  const kernel = gaussianKernel(distances, size);
  const found = classifyDomains(kernel, labels, random, options.permutations);
  return {
    status: 'ok',
    statistic: found.auc.auc,
    p: found.p,
    pMethod: 'permutation',
    effect: aucEffect(found.auc),
    nReference,
    nProduction,
    details: {
      permutations: found.permutations,
      rowsReference: rows.reference.length,
      rowsProduction: rows.production.length,
    },
    importances: importances(features, { kernel, distances }, found, random),
  };
}

/** Kernel exp(−mean distance over the features): 1 for equal rows, 1/e for rows at the average distance. */
function gaussianKernel(distances: readonly Float64Array[], size: number): Float64Array {
  const kernel = new Float64Array(size * size);
  for (const distance of distances) {
    for (let i = 0; i < kernel.length; i++) kernel[i] = (kernel[i] ?? 0) + (distance[i] ?? 0);
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = Math.exp(-(kernel[i * size + j] ?? 0) / distances.length);
      kernel[i * size + j] = value;
      kernel[j * size + i] = value;
    }
  }
  return kernel;
}

interface Similarities {
  readonly kernel: Float64Array;
  readonly distances: readonly Float64Array[];
}

function importances(
  features: readonly MixedFeature[],
  { kernel, distances }: Similarities,
  { classifier, labels, auc }: DomainClassification,
  random: Random,
): readonly FeatureImportance[] {
  const { size, folds } = classifier;
  const weights = folds.map((_, f) => weightsWithoutFold(classifier, labels, f));
  return features.map(({ name }, feature) => {
    const distance = distances[feature] ?? new Float64Array(0);
    const scores = new Float64Array(size);
    const scoreAs = shuffledScore({ kernel, distance, features: distances.length, size });
    folds.forEach((fold, f) => {
      const donors = shuffledCopy(fold, random);
      const own = weights[f] ?? new Float64Array(size);
      fold.forEach((i, a) => {
        scores[i] = scoreAs(own, i, donors[a] ?? i);
      });
    });
    return { name, importance: auc.auc - foldwiseAucOnly(classifier, scores, labels) };
  });
}

interface ShuffledFeature {
  readonly kernel: Float64Array;
  /** Distance matrix of the shuffled feature. */
  readonly distance: Float64Array;
  /** Number of features. */
  readonly features: number;
  readonly size: number;
}

/** Score of row `i` by a fold's weights, with one feature's value taken from the donor row. */
function shuffledScore({ kernel, distance, features, size }: ShuffledFeature) {
  // Distances of a categorical feature change by one of three values only, so the last factor is cached.
  let [lastChange, lastFactor] = [0, 1];
  return (weights: Float64Array, i: number, donor: number): number => {
    let score = 0;
    for (let j = 0; j < size; j++) {
      const weight = weights[j] ?? 0;
      if (weight === 0) continue;
      const change = (distance[donor * size + j] ?? 0) - (distance[i * size + j] ?? 0);
      if (change !== lastChange) {
        lastChange = change;
        lastFactor = Math.exp(-change / features);
      }
      score += weight * (kernel[i * size + j] ?? 0) * lastFactor;
    }
    return score;
  };
}

function shuffledCopy(fold: Int32Array, random: Random): Int32Array {
  const copy = fold.slice();
  for (let a = copy.length - 1; a > 0; a--) {
    const b = random.below(a + 1);
    const held = copy[a] ?? 0;
    copy[a] = copy[b] ?? 0;
    copy[b] = held;
  }
  return copy;
}

function sampleRows(n: number, random: Random): readonly number[] {
  const wanted = Math.min(n, CLASSIFIER_MAX_SIDE);
  const rows: number[] = [];
  for (let i = 0; i < n && rows.length < wanted; i++) {
    if (random.uniform() * (n - i) < wanted - rows.length) rows.push(i);
  }
  return rows;
}
