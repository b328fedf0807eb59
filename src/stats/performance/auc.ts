import { Z_95 } from '../distributions/normal.ts';
import { AUC_BOUNDS, effectWord } from '../effect.ts';
import type { Effect } from '../result.ts';
import { scoreGroups } from './score-groups.ts';
import { countOf, type ErrorSource, logitInterval, type ScoredRows, weightOf } from './scored-rows.ts';

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
 * Source: E. R. DeLong et al., Biometrics 44(3), 1988; by ranks, X. Sun and W. Xu (2014).
 */
export const areaUnderCurve = (scores: ArrayLike<number>, labels: ArrayLike<number>): Auc | undefined =>
  weightedAuc({ scores, labels });

/**
 * The same with weights, and with labels that are probabilities: a row then counts as a positive and as a negative one,
 * each in its share (NannyML's estimate). With labels as the source of error, the variance is that of the AUC of
 * outcomes that fall as the probabilities say.
 */
export function weightedAuc(rows: ScoredRows, source: ErrorSource = 'outcomes'): Auc | undefined {
  const found = placements(rows);
  if (found === undefined) return undefined;
  const { auc, positives, negatives, beaten, beating } = found;
  const variance =
    source === 'labels'
      ? labelVariance(rows, slopesOf(found))
      : spread(rows, beaten, auc, true) + spread(rows, beating, auc, false);
  return { auc, variance, positives, negatives };
}

/** How the AUC of rows whose labels are probabilities answers to each of them, a row's weight apart. */
export function aucSlopes(rows: ScoredRows): Float64Array | undefined {
  const found = placements(rows);
  return found === undefined ? undefined : slopesOf(found);
}

interface Placements extends Omit<Auc, 'variance'> {
  /** The share of negatives that the row's score beats, and that of positives that beat it. */
  readonly beaten: Float64Array;
  readonly beating: Float64Array;
}

function placements(rows: ScoredRows): Placements | undefined {
  const groups = scoreGroups(rows);
  const { positives, negatives } = groups;
  if (!(positives > 0 && negatives > 0)) return undefined;
  const n = rows.scores.length;
  const beaten = new Float64Array(n);
  const beating = new Float64Array(n);
  let [negativesBelow, positivesBelow, won] = [0, 0, 0];
  for (const { start, end, positive, negative } of groups.list) {
    const ifPositive = (negativesBelow + negative / 2) / negatives;
    const ifNegative = (positives - positivesBelow - positive / 2) / positives;
    for (let k = start; k < end; k++) {
      beaten[groups.order[k] ?? 0] = ifPositive;
      beating[groups.order[k] ?? 0] = ifNegative;
    }
    won += positive * ifPositive;
    negativesBelow += negative;
    positivesBelow += positive;
  }
  return { auc: won / positives, positives, negatives, beaten, beating };
}

const slopesOf = ({ auc, positives, negatives, beaten, beating }: Placements): Float64Array =>
  beaten.map((share, i) => (share - auc) / positives - ((beating[i] ?? 0) - auc) / negatives);

/** Variance of one class's mean placement. */
function spread(rows: ScoredRows, shares: Float64Array, auc: number, positive: boolean): number {
  let [sum, squares, deviations] = [0, 0, 0];
  for (let i = 0; i < shares.length; i++) {
    const label = rows.labels[i] ?? 0;
    const weight = weightOf(rows, i) * (positive ? label : 1 - label);
    const count = countOf(rows, i);
    sum += count * weight;
    squares += count * weight * weight;
    deviations += count * weight * weight * ((shares[i] ?? 0) - auc) ** 2;
  }
  const n = (sum * sum) / squares;
  return n > 1 ? (deviations / (sum * sum)) * (n / (n - 1)) : 0;
}

function labelVariance(rows: ScoredRows, slopes: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < slopes.length; i++) {
    const label = rows.labels[i] ?? 0;
    sum += countOf(rows, i) * label * (1 - label) * (weightOf(rows, i) * (slopes[i] ?? 0)) ** 2;
  }
  return sum;
}

/** Interval of an AUC, 95 % unless `z` says otherwise, on the logit scale, which keeps it inside (0, 1). */
export const aucInterval = (
  { auc, variance }: Pick<Auc, 'auc' | 'variance'>,
  z = Z_95,
): readonly [number, number] => logitInterval(auc, variance, z);

export const aucEffect = (auc: Pick<Auc, 'auc' | 'variance'>): Effect => ({
  name: 'AUC',
  value: auc.auc,
  word: effectWord(Math.max(0, auc.auc - 0.5), AUC_BOUNDS),
  interval: aucInterval(auc),
});
