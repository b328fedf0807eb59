import type { Random } from '../distributions/random.ts';
import type { Auc } from '../performance/auc.ts';
import {
  foldwiseAuc,
  foldwiseAucOnly,
  type KernelClassifier,
  kernelClassifier,
  outOfFoldScores,
  shuffleWithinFolds,
} from './kernel-classifier.ts';

/** Minimum number of values a side: five folds with both classes in each. */
export const CLASSIFIER_MIN_SIDE = 10;
/** Values a side in the kernel; more are sampled. */
export const CLASSIFIER_MAX_SIDE = 200;
const PERMUTATIONS = 499;
/** Sequential stopping (Besag–Clifford): permutations end once this many have reached the observed AUC. */
const ENOUGH_EXCEEDANCES = 20;

export interface DomainClassification {
  readonly auc: Auc;
  readonly p: number;
  readonly permutations: number;
  readonly classifier: KernelClassifier;
  readonly labels: Float64Array;
}

/**
 * Domain classifier: production (label 1) against reference (label 0). Cross-validated AUC and the one-sided sequential
 * permutation p-value under shuffled labels.
 *
 * Source: D. Lopez-Paz and M. Oquab (2017); J. Besag and P. Clifford, Biometrika 78(2), 1991.
 */
export function classifyDomains(
  kernel: Float64Array,
  labels: Float64Array,
  random: Random,
  permutations = PERMUTATIONS,
): DomainClassification {
  const classifier = kernelClassifier(kernel, labels, random);
  const auc = foldwiseAuc(classifier, outOfFoldScores(classifier, labels), labels) ?? NO_INFORMATION;
  const shuffled = labels.slice();
  let reached = 0;
  let done = 0;
  while (done < permutations && reached < ENOUGH_EXCEEDANCES) {
    shuffleWithinFolds(classifier, shuffled, random);
    const chance = foldwiseAucOnly(classifier, outOfFoldScores(classifier, shuffled), shuffled);
    if (chance >= auc.auc - 1e-12) reached++;
    done++;
  }
  const p = reached >= ENOUGH_EXCEEDANCES ? reached / done : (reached + 1) / (done + 1);
  return { auc, p: Math.min(1, p), permutations: done, classifier, labels };
}

const NO_INFORMATION: Auc = { auc: 0.5, variance: 0, positives: 0, negatives: 0 };
