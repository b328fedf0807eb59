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
  CLASSIFIER_MIN_SIDE,
  CLASSIFIER_ROWS,
  classifyDomains,
  type DomainClassification,
} from './domain-classifier.ts';
import { foldwiseAucOnly } from './foldwise-auc.ts';
import { type MixedFeature, type MixedRows, mixedRows } from './mixed-rows.ts';
import { foldWeights } from './ridge-classifier.ts';

export interface FeatureImportance {
  readonly name: string;
  /**
   * Permutation importance: decrease of the AUC when this feature's values are shuffled among the rows; about 0 for an
   * uninformative feature.
   */
  readonly importance: number;
}

/** The two features whose product differs most between the sides: how they go together changed most. */
export interface ChangedPair {
  readonly features: readonly [string, string];
  /** Difference in standard errors; positive where they go together more in production. */
  readonly z: number;
}

export type MultivariateResult =
  | (StatisticOk & {
      readonly importances: readonly FeatureImportance[];
      readonly pair: ChangedPair | null;
    })
  | NotEnoughData
  | NotApplicable;

export interface MultivariateOptions {
  readonly minimum?: number;
  readonly seed?: number;
  readonly permutations?: number;
  /** Rows a side that enter; more are sampled with the seed. Default 2,000. */
  readonly rows?: number;
}

/**
 * Multivariate drift by a domain classifier over all features. Detects changes of the joint distribution even where no
 * marginal distribution changes.
 *
 * Ridge regression over ranks, categories and random Fourier features (a missing value is a category), cross-validated,
 * with AUC and interval; and the largest difference of the product of two features. p combines both by permutation.
 * Permutation importance per feature, on at most 500 rows.
 *
 * Source: D. Lopez-Paz and M. Oquab (2017); importance as in L. Breiman (2001).
 *
 * @example
 * const { status, statistic, p } = multivariateDrift([ { name: 'salary', kind: 'numeric', reference: before,
 * production: now }, ]); // statistic: the AUC, 0.5 without drift
 */
export function multivariateDrift(
  features: readonly MixedFeature[],
  options: MultivariateOptions = {},
): MultivariateResult {
  const [first] = features;
  if (first === undefined) return notApplicable('no feature is present on both sides');
  const nReference = first.reference.length;
  const nProduction = first.production.length;
  const minimum = Math.max(CLASSIFIER_MIN_SIDE, options.minimum ?? CLASSIFIER_MIN_SIDE);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);

  const random = seededRandom(options.seed ?? 1);
  const limit = options.rows ?? CLASSIFIER_ROWS;
  const chosen = {
    reference: sampleRows(nReference, limit, random),
    production: sampleRows(nProduction, limit, random),
  };
  const rows = mixedRows(features, chosen, random);
  const labels = Float64Array.from({ length: rows.size }, (_, i) => (i < chosen.reference.length ? 0 : 1));
  const { permutations } = options;
  const found = classifyDomains(rows, labels, random, permutations === undefined ? {} : { permutations });
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
      rowsReference: chosen.reference.length,
      rowsProduction: chosen.production.length,
    },
    importances: importances(features, rows, found, labels, random),
    pair: changedPair(features, rows, found),
  };
}

function changedPair(
  features: readonly MixedFeature[],
  { pairs }: MixedRows,
  { contrast }: DomainClassification,
): ChangedPair | null {
  const pair = pairs[contrast.column];
  const [a, b] = [features[pair?.[0] ?? -1], features[pair?.[1] ?? -1]];
  return a === undefined || b === undefined ? null : { features: [a.name, b.name], z: contrast.z };
}

/** Rows of a fold whose scores the importances look at. */
const IMPORTANCE_ROWS = 100;

function importances(
  features: readonly MixedFeature[],
  rows: MixedRows,
  { classifier }: DomainClassification,
  labels: Float64Array,
  random: Random,
): readonly FeatureImportance[] {
  const weights = foldWeights(classifier, labels);
  const folds = classifier.folds.map((fold) => {
    const stride = Math.ceil(fold.length / IMPORTANCE_ROWS);
    return fold.filter((_, position) => position % stride === 0);
  });
  const row = new Float64Array(rows.model.width);
  const aucWith = (feature: number, donors: readonly Int32Array[]): number => {
    const scores = new Float64Array(rows.size);
    folds.forEach((fold, f) => {
      const own = weights[f] ?? new Float64Array(row.length);
      fold.forEach((i, a) => {
        rows.withDonor(feature, i, donors[f]?.[a] ?? i, row);
        let score = 0;
        for (let j = 0; j < row.length; j++) score += (own[j] ?? 0) * (row[j] ?? 0);
        scores[i] = score;
      });
    });
    return foldwiseAucOnly(folds, scores, labels);
  };
  const whole = aucWith(-1, folds);
  return features.map(({ name }, feature) => ({
    name,
    importance:
      whole -
      aucWith(
        feature,
        folds.map((fold) => shuffledCopy(fold, random)),
      ),
  }));
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

function sampleRows(n: number, limit: number, random: Random): readonly number[] {
  const wanted = Math.min(n, limit);
  const rows: number[] = [];
  for (let i = 0; i < n && rows.length < wanted; i++) {
    if (random.uniform() * (n - i) < wanted - rows.length) rows.push(i);
  }
  return rows;
}
