import { AUC_BOUNDS, effectWord } from '../effect.ts';
import type { Effect } from '../result.ts';

/** 97.5 % point of the standard normal law. */
const Z_95 = 1.959963984540054;

export interface Auc {
  readonly auc: number;
  /** DeLong's variance of the AUC. */
  readonly variance: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the ROC curve of scores against 0/1 labels (ties count half), with DeLong's variance. Undefined where one
 * class is empty.
 *
 * Source: E. R. DeLong et al., Biometrics 44(3), 1988; by midranks, X. Sun and W. Xu (2014).
 */
export function areaUnderCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): Auc | undefined {
  const order = Array.from({ length: scores.length }, (_, i) => i);
  const positive = order.filter((i) => labels[i] === 1);
  const negative = order.filter((i) => labels[i] !== 1);
  const [m, n] = [positive.length, negative.length];
  if (m === 0 || n === 0) return undefined;
  const all = midranks(scores, order);
  const own = { positive: midranks(scores, positive), negative: midranks(scores, negative) };
  // Placement: the share of the other class that a value beats.
  const placements = {
    positive: positive.map((i, k) => ((all[i] ?? 0) - (own.positive[k] ?? 0)) / n),
    negative: negative.map((i, k) => 1 - ((all[i] ?? 0) - (own.negative[k] ?? 0)) / m),
  };
  const auc = mean(placements.positive);
  const variance = sampleVariance(placements.positive) / m + sampleVariance(placements.negative) / n;
  return { auc, variance, positives: m, negatives: n };
}

/** Interval of an AUC, 95 % unless `z` says otherwise, on the logit scale, which keeps it inside (0, 1). */
export function aucInterval(
  { auc, variance }: Pick<Auc, 'auc' | 'variance'>,
  z = Z_95,
): readonly [number, number] {
  if (auc <= 0 || auc >= 1 || variance === 0) return [auc, auc];
  const logit = Math.log(auc / (1 - auc));
  const half = (z * Math.sqrt(variance)) / (auc * (1 - auc));
  return [1 / (1 + Math.exp(-(logit - half))), 1 / (1 + Math.exp(-(logit + half)))];
}

export const aucEffect = (auc: Pick<Auc, 'auc' | 'variance'>): Effect => ({
  name: 'AUC',
  value: auc.auc,
  word: effectWord(Math.max(0, auc.auc - 0.5), AUC_BOUNDS),
  interval: aucInterval(auc),
});

/** Midranks (1-based) of the chosen scores, in the order of `chosen`. */
function midranks(scores: ArrayLike<number>, chosen: readonly number[]): Float64Array {
  const sorted = chosen.map((_, k) => k);
  const score = (k: number): number => scores[chosen[k] ?? 0] ?? 0;
  sorted.sort((a, b) => score(a) - score(b));
  const ranks = new Float64Array(chosen.length);
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && score(sorted[end] ?? 0) === score(sorted[start] ?? 0)) end++;
    for (let k = start; k < end; k++) ranks[sorted[k] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function sampleVariance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
