import type { Random } from '../distributions/random.ts';
import type { Auc } from '../performance/auc.ts';
import { foldwiseAuc, foldwiseAucOnly } from './foldwise-auc.ts';
import { type Contrast, contrastFinder } from './largest-contrast.ts';
import {
  outOfFoldScores,
  type RidgeClassifier,
  ridgeClassifier,
  shuffleWithinFolds,
  stratifiedFolds,
} from './ridge-classifier.ts';
import type { SparseRows } from './sparse-rows.ts';

/** Minimum number of values a side: five folds with both classes in each. */
export const CLASSIFIER_MIN_SIDE = 10;
/** Rows a side by default; more are sampled. */
export const CLASSIFIER_ROWS = 2_000;
const PERMUTATIONS = 199;
const MAX_PERMUTATIONS = 4_999;
/** Level of the test that the adjusted p is compared with. */
const LEVEL = 0.05;
/** Sequential stopping (Besag–Clifford): permutations end once this many have reached the observed value. */
const ENOUGH_EXCEEDANCES = 20;

export interface ClassifierOptions {
  /** Largest number of permutations. Default 199, and more at the floor (see `family`). */
  readonly permutations?: number;
  /**
   * Number of tests whose p-values are adjusted together. Where no permutation reaches the observed value, they go on
   * until the smallest p times this number is below 0.05.
   */
  readonly family?: number;
}

/** What the two sides are told apart by. */
export interface DomainRows {
  /** Rows of the ridge classifier. */
  readonly model: SparseRows;
  /** Columns whose means are compared one by one. */
  readonly contrasts: SparseRows;
}

export interface DomainClassification {
  readonly auc: Auc;
  readonly contrast: Contrast;
  readonly p: number;
  readonly permutations: number;
  readonly classifier: RidgeClassifier;
}

/**
 * Domain classifier: production (label 1) against reference (label 0). Two statistics are combined: the cross-validated
 * AUC, which finds what many columns say together, and the largest difference of one column's means, which finds what
 * one of very many says. Each is expressed as a normal deviate; the larger one is compared with that of shuffled labels
 * (min-p), sequentially.
 *
 * Source: D. Lopez-Paz and M. Oquab (2017); P. H. Westfall and S. S. Young (1993) for min-p; J. Besag and P. Clifford,
 * Biometrika 78(2), 1991, for stopping early.
 */
export function classifyDomains(
  { model, contrasts }: DomainRows,
  labels: Float64Array,
  random: Random,
  options: ClassifierOptions = {},
): DomainClassification {
  const folds = stratifiedFolds(labels, random);
  const classifier = ridgeClassifier(model, folds);
  const auc = foldwiseAuc(folds, outOfFoldScores(classifier, labels), labels) ?? NO_INFORMATION;
  const findContrast = contrastFinder(contrasts);
  const contrast = findContrast(labels);
  const deviate = deviateOf(labels, contrasts.width);
  const observed = deviate(auc.auc, contrast.z) - 1e-9;
  const shuffled = labels.slice();
  const reaches = (): boolean => {
    shuffleWithinFolds(folds, shuffled, random);
    const { z } = findContrast(shuffled);
    // The classifier is asked only where the contrast alone does not decide.
    if (deviate(0, z) >= observed) return true;
    return deviate(foldwiseAucOnly(folds, outOfFoldScores(classifier, shuffled), shuffled), z) >= observed;
  };
  return { auc, contrast, ...sequentialP(reaches, options), classifier };
}

function sequentialP(
  reaches: () => boolean,
  { permutations, family = 1 }: ClassifierOptions,
): { readonly p: number; readonly permutations: number } {
  const most = permutations ?? PERMUTATIONS;
  let reached = 0;
  let done = 0;
  while (done < most && reached < ENOUGH_EXCEEDANCES) {
    if (reaches()) reached++;
    done++;
  }
  if (reached >= ENOUGH_EXCEEDANCES) return { p: reached / done, permutations: done };
  if (reached > 0 || permutations !== undefined) return { p: (reached + 1) / (done + 1), permutations: done };
  const needed = Math.min(MAX_PERMUTATIONS, Math.ceil(family / LEVEL));
  while (done < needed) {
    done++;
    // The first one to reach it ends the series: its position has the law of 1/p.
    if (reaches()) return { p: 1 / done, permutations: done };
  }
  return { p: 1 / (done + 1), permutations: done };
}

/** The larger of both statistics as normal deviates: the AUC by the Mann–Whitney variance, |z| less what its number of columns gives. */
function deviateOf(labels: Float64Array, columns: number): (auc: number, z: number) => number {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  const spread = Math.sqrt((labels.length + 5) / (12 * positives * negatives));
  const chance = 2 * Math.log(Math.max(1, columns));
  return (auc, z) => {
    const excess = z * z - chance;
    const contrast = excess > 0 ? Math.sqrt(excess) : Math.abs(z) - Math.sqrt(chance);
    return Math.max((auc - 0.5) / spread, columns === 0 ? -Infinity : contrast);
  };
}

const NO_INFORMATION: Auc = { auc: 0.5, variance: 0, positives: 0, negatives: 0 };
